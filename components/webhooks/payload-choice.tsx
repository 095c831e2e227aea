"use client";

import { useState, type ReactNode } from "react";

import { CodeBlock } from "@/components/ui/code-block";

/** The same event as a full and as a thin message. */
export type PayloadExample = { topic: string; full: string; thin: string };

/** Everything about an event, or ids alone; both are shown as they would arrive. */
export function PayloadChoice({ start, example }: { start: boolean; example: PayloadExample }) {
  const [thin, setThin] = useState(start);
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">What a message holds</legend>
      <div className="grid gap-x-5 gap-y-3 lg:grid-cols-2 lg:grid-rows-[auto_auto]">
        <Kind value="" chosen={!thin} choose={() => setThin(false)} title="The whole event">
          Who, what, to whom, before and after, with names.
          <CodeBlock title={`${example.topic}, whole`} code={example.full} />
        </Kind>
        <Kind value="thin" chosen={thin} choose={() => setThin(true)} title="Ids only">
          No names, no addresses, no values. Your system asks the API for more, with a key of its
          own.
          <CodeBlock title={`${example.topic}, ids only`} code={example.thin} />
        </Kind>
      </div>
    </fieldset>
  );
}

function Kind({
  value,
  chosen,
  choose,
  title,
  children,
}: {
  value: string;
  chosen: boolean;
  choose: () => void;
  title: string;
  children: [says: ReactNode, example: ReactNode];
}) {
  const [says, shown] = children;
  return (
    <div className="grid min-w-0 content-start gap-y-3 lg:row-span-2 lg:grid-rows-subgrid">
      <label className="flex items-start gap-2.5">
        <input
          type="radio"
          name="thin"
          className="mt-1 shrink-0"
          value={value}
          checked={chosen}
          onChange={choose}
        />
        <span>
          <span className="block font-medium">{title}</span>
          <span className="block text-sm text-muted">{says}</span>
        </span>
      </label>
      {shown}
    </div>
  );
}
