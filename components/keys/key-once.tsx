"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";

import { CodeBlock } from "@/components/ui/code-block";
import { Notice } from "@/components/ui/notice";
import type { NewApiKey } from "@/lib/api-keys/api-key";

/** A fresh key, the one time it is shown, with a first call to try it. */
export function KeyOnce({ made }: { made: NewApiKey }) {
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.focus(), []);
  return (
    <div ref={top} tabIndex={-1} className="grid gap-4 outline-none">
      <Notice tone="good" title={`The key ${made.name} is made`}>
        <p>
          Copy it now and put it where the program keeps its secrets. It is shown this once and
          never again: we keep only a hash of it.
        </p>
      </Notice>
      <NewKeyCode made={made} />
      <div className="flex justify-end">
        <Link className="btn btn-primary" href={`/developers/keys/${made.id}`}>
          I have copied it
        </Link>
      </div>
    </div>
  );
}

export function NewKeyCode({ made }: { made: NewApiKey }) {
  const { origin } = window.location; // shown only after an answer, never by the server
  return (
    <>
      <CodeBlock title="The key" code={made.key} wrap />
      <CodeBlock
        title="A first call: which key is this?"
        code={`curl -s ${origin}/api/v1/api-keys/current \\\n  -H 'authorization: Bearer ${made.key}'`}
        wrap
      />
    </>
  );
}
