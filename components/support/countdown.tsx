"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { minute, second } from "@/lib/clock";

/** The time that is left, counting down; when none is, the page is asked again. */
export function Countdown({ until }: { until: string }) {
  const router = useRouter();
  const [left, setLeft] = useState(() => leftUntil(until));

  useEffect(() => {
    const tick = setInterval(() => {
      const now = leftUntil(until);
      setLeft(now);
      if (now > 0) return;
      clearInterval(tick);
      router.refresh();
    }, second);
    return () => clearInterval(tick);
  }, [until, router]);

  return (
    <span role="timer" className="font-semibold tabular-nums" suppressHydrationWarning>
      {inWords(left)}
    </span>
  );
}

const leftUntil = (until: string) => Math.max(0, Date.parse(until) - Date.now());

function inWords(left: number): string {
  if (left === 0) return "no time left";
  if (left < minute) return `${Math.ceil(left / second)} s left`;
  const minutes = Math.ceil(left / minute);
  const hours = Math.floor(minutes / 60);
  return hours ? `${hours} h ${minutes % 60} min left` : `${minutes} min left`;
}
