"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";

import { useAddress } from "./use-address";

const rest = 300; // milliseconds of rest before typing becomes a search

/** A search form that sends itself when something is chosen or typing rests. Without JavaScript it is a plain form. */
export function AutoForm({
  children,
  query,
  className,
  label,
}: {
  children: ReactNode;
  /** the query the fields show; it arrives together with them */
  query: string;
  className?: string;
  label: string;
}) {
  const address = usePathname();
  const { pending, show } = useAddress(query);
  const [generation, setGeneration] = useState(0);
  const sent = useRef(query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** An address we did not send ourselves (Back, a link) shows its own words in the fields. */
  useEffect(() => {
    if (sent.current === query) return;
    sent.current = query;
    setGeneration((count) => count + 1);
  }, [query]);

  function send(form: HTMLFormElement) {
    const filled = [...new FormData(form)].filter(
      (pair): pair is [string, string] => pair[1] !== "",
    );
    const next = new URLSearchParams(filled).toString();
    if (next === sent.current) return;
    sent.current = next;
    show(next);
  }

  function changed(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(form), rest);
  }

  return (
    <search aria-label={label}>
      <form
        key={generation}
        action={address}
        className={className}
        aria-busy={pending}
        onInput={changed}
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(timer.current);
          send(event.currentTarget);
        }}
      >
        {children}
        <noscript>
          <button className="btn btn-small">Search</button>
        </noscript>
      </form>
      <p className="sr-only" role="status">
        {pending ? "Searching" : ""}
      </p>
    </search>
  );
}
