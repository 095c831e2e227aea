import type { ReactNode } from "react";

import { CodeBlock } from "@/components/ui/code-block";

import { payloads } from "./words";

/** The same event as a full and as a thin message. */
export type PayloadExample = { topic: string; full: string; thin: string };

/** Everything about an event, or ids alone; both are shown as they would arrive. */
export function PayloadChoice({ start, example }: { start: boolean; example: PayloadExample }) {
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">What a message holds</legend>
      <div className="grid gap-x-5 gap-y-3 lg:grid-cols-2 lg:grid-rows-[auto_auto]">
        <Kind value={payloads.whole} first={!start}>
          Who, what, to whom, before and after, with names.
          <CodeBlock title={`${example.topic}, whole`} code={example.full} />
        </Kind>
        <Kind value={payloads.thin} first={start}>
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
  first,
  children,
}: {
  value: string;
  first: boolean;
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
          defaultChecked={first}
        />
        <span>
          <span className="block font-medium">{value}</span>
          <span className="block text-sm text-muted">{says}</span>
        </span>
      </label>
      {shown}
    </div>
  );
}
