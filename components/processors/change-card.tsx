import type { ReactNode } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ProcessorChange } from "@/lib/processors/processor";
import { changeTitle } from "./change-words";
import { ProcessorFacts } from "./processor-facts";

const tones: Record<ProcessorChange["state"], Tone> = {
  planned: "warn",
  "in effect": "good",
  withdrawn: "gone",
};

/** One change that was announced, with its dates. */
export function ChangeCard({
  change,
  reader,
  children,
}: {
  change: ProcessorChange;
  reader: Reader;
  /** what can be done about it */
  children?: ReactNode;
}) {
  const { state, announcedAt, objectUntil, effectiveAt, processor } = change;
  return (
    <li className="grid gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="min-w-0 font-semibold">
          <bdi>{changeTitle(change)}</bdi>
        </h3>
        <Badge tone={tones[state]}>
          {state === "planned" ? "Planned" : state === "withdrawn" ? "Withdrawn" : "In effect"}
        </Badge>
      </div>
      <p className="text-sm text-muted">
        Announced <Time at={announcedAt} reader={reader} as="day" />,{" "}
        {state === "planned" ? (
          <>
            takes effect <Time at={effectiveAt} reader={reader} as="day" />. Owners may object until{" "}
            <Time at={objectUntil} reader={reader} as="full" />.
          </>
        ) : state === "withdrawn" ? (
          <>and withdrawn before it took effect.</>
        ) : (
          <>
            in effect since <Time at={effectiveAt} reader={reader} as="day" />.
          </>
        )}
      </p>
      <ProcessorFacts processor={processor} />
      {children}
    </li>
  );
}
