// A long page of the server travels in pieces, and one that begins within a drawing is hidden by an inline style, which the
// policy of our pages refuses. Rendered on this side, it travels as data.
"use client";

import { Icon } from "@/components/ui/icon";
import type { Held } from "@/lib/privacy/privacy";
import { inDigits } from "@/lib/intl";

/** What is held, class by class: what, why, where and for how long. */
export function HeldList({ held }: { held: Held[] }) {
  return (
    <ul className="divide-y divide-line">
      {held.map((one) => (
        <li key={one.class}>
          <details className="event group">
            <summary className="flex min-h-10 cursor-pointer items-start gap-3 py-2">
              <span className="min-w-0 flex-1">
                <span className="font-medium">{one.name}</span>
                <span className="block text-sm text-muted">{one.why}</span>
              </span>
              {one.count !== null && (
                <span className="text-sm text-muted tabular-nums">{counted(one.count)}</span>
              )}
              <Icon name="right" className="mt-0.5 text-muted group-open:rotate-90" />
            </summary>
            <dl className="facts pb-4 text-sm">
              <dt>What</dt>
              <dd>{one.fields.join(", ")}</dd>
              <dt>Where</dt>
              <dd>{one.where}</dd>
              <dt>How long</dt>
              <dd>{one.kept}</dd>
            </dl>
          </details>
        </li>
      ))}
    </ul>
  );
}

/** More than can be counted one by one is told as such. */
const counted = (count: number) => `${inDigits(count)}${count >= 10_000 ? " or more" : ""}`;
