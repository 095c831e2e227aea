"use client";

import { usePathname, useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";

/**
 * Keeps the state of a list in the address, through the router and nothing else: reload, Back and Forward then always find
 * what belongs to the address.
 *
 * @param query the query that the page on screen answers
 */
export function useAddress(query: string) {
  const router = useRouter();
  const path = usePathname();
  const [pending, start] = useTransition();
  const [asked, ask] = useOptimistic(query);

  /** Typing replaces the entry in the history; everything else adds one. */
  function show(next: string, { replace = false } = {}) {
    start(() => {
      ask(next);
      router[replace ? "replace" : "push"](next ? `${path}?${next}` : path, { scroll: false });
    });
  }

  return {
    /** the query that was asked last; it runs ahead of the page until that has arrived */
    asked,
    pending,
    show,
  };
}
