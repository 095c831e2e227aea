"use client";

import { useRouter } from "next/navigation";
import { useTransition, type ReactNode } from "react";

import { Icon } from "@/components/ui/icon";

/** Asks the server for the page as it is now, and stays where one is. */
export function LookAgain({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <button
      type="button"
      className="btn btn-small"
      aria-disabled={pending}
      onClick={() => pending || start(() => router.refresh())}
    >
      <Icon name="rotate" />
      {children}
    </button>
  );
}
