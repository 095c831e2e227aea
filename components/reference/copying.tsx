"use client";

import { useEffect, useState } from "react";

/** Copies what stands beside a pressed copy button, and says so. One listener for the whole page. */
export function Copying() {
  const [says, setSays] = useState("");

  useEffect(() => {
    const copy = async ({ target }: MouseEvent) => {
      const button = (target as Element).closest("[data-copy]");
      const text = button?.closest("figure")?.querySelector("code")?.textContent;
      if (!text) return;
      const done = await navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      );
      setSays(done ? "Copied." : "It could not be copied. Select it and copy it by hand.");
      setTimeout(() => setSays(""), 2_000);
    };
    const pressed = (event: MouseEvent) => void copy(event);
    document.addEventListener("click", pressed);
    return () => document.removeEventListener("click", pressed);
  }, []);

  return (
    <p
      role="status"
      className="fixed right-4 bottom-4 rounded-md border border-line bg-surface px-3 py-2 shadow-float empty:hidden"
    >
      {says}
    </p>
  );
}
