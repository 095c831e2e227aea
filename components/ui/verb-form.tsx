"use client";

import { useEffect, useRef, type FormEvent, type ReactNode } from "react";

import type { Refusal } from "@/lib/gate/failure";

import { RefusalNotice } from "./refusal-notice";
import { useVerb, type Verb } from "./use-verb";

type Props<T> = {
  verb: Verb<T>;
  /** what the verb is given, from what was typed */
  input: (form: FormData) => unknown;
  done: (value: T) => void;
  refused?: (refusal: Refusal, form: HTMLFormElement) => void;
  className?: string;
  children: (state: {
    pending: boolean;
    errors: Record<string, string>;
    refusal: Refusal | null;
  }) => ReactNode;
};

/** A form that asks for one verb: refusals stand on top, field messages beside their fields, nothing typed is lost. */
export function VerbForm<T>({
  verb,
  input,
  done,
  refused,
  className = "grid gap-4",
  children,
}: Props<T>) {
  const { run, pending, refusal } = useVerb(verb);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }, [refusal]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const asked = event.currentTarget;
    if (!pending) run(input(new FormData(asked)), done, (refusal) => refused?.(refusal, asked));
  }

  return (
    <form ref={form} className={className} onSubmit={submit} noValidate aria-busy={pending}>
      {refusal && !pending && (
        <div className="in-[.dialog]:px-5.5 in-[.dialog]:pt-4">
          <RefusalNotice refusal={refusal} />
        </div>
      )}
      {children({ pending, errors: refusal?.fields ?? {}, refusal })}
    </form>
  );
}
