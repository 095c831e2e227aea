"use client";

import { useState, useTransition } from "react";

import { doubtPage } from "@/components/page/page-of-tab";
import type { Outcome, Refusal } from "@/lib/gate/failure";

export type Verb<T> = (input: unknown) => Promise<Outcome<T>>;

/** What is shown when the answer never came. */
const unreachable: Refusal = {
  ok: false,
  code: "unavailable",
  says: "The server cannot be reached. Check your connection and try again; nothing you typed is lost.",
  requestId: "",
};

/** Runs a verb and keeps its refusal beside the form that asked. */
export function useVerb<T>(verb: Verb<T>) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [pending, start] = useTransition();

  function run(input: unknown, done: (value: T) => void, refused?: (refusal: Refusal) => void) {
    start(async () => {
      const outcome = await verb(input).catch(() => unreachable);
      if (!outcome.ok) doubtPage(outcome.code);
      start(() => {
        setRefusal(outcome.ok ? null : outcome);
        if (outcome.ok) done(outcome.value);
        else refused?.(outcome);
      });
    });
  }

  return { run, pending, refusal };
}
