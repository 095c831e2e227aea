import type { ReactNode } from "react";

import { inUtc } from "@/components/time/moment";
import { Badge, type Tone } from "@/components/ui/badge";

type Props = {
  status: number | null;
  /** what stands for a status where there was no answer */
  outcome?: string;
  title: ReactNode;
  at: string;
  durationMs: number;
  /** ids and words that tell more */
  children: ReactNode;
};

/** One call or attempt as the staff see it: how it ended, what it was, when, and how long it took. */
export function LookedRow({ status, outcome, title, at, durationMs, children }: Props) {
  return (
    <li className="px-4.5 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone={toneOf(status)}>{status ?? outcome}</Badge>
        <span className="min-w-0 flex-1 basis-60 font-medium break-all">{title}</span>
        <span className="text-sm text-muted tabular-nums">
          {inUtc(new Date(at))} · {durationMs.toFixed(1)} ms
        </span>
      </div>
      <p className="pt-1 text-sm text-muted">{children}</p>
    </li>
  );
}

export const toneOf = (status: number | null): Tone => {
  if (status === null || status >= 500) return "danger";
  return status >= 400 ? "warn" : "good";
};
