import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { ProcessorView } from "@/lib/processors/processor";
import { ProcessorFacts } from "./processor-facts";

/** Who processes data at this moment. */
export function ProcessorList({ data, reader }: { data: ProcessorView[]; reader: Reader }) {
  if (!data.length)
    return <p className="text-muted">Nobody outside of this installation gets any data.</p>;
  return (
    <ul className="divide-y divide-line">
      {data.map((processor) => (
        <li key={processor.id} className="grid gap-3 py-4 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <h3 className="min-w-0 font-semibold">
              <bdi>{processor.name}</bdi>
            </h3>
            <span className="text-sm text-muted">
              since <Time at={processor.since} reader={reader} as="day" />
              {processor.until && (
                <>
                  , until <Time at={processor.until} reader={reader} as="day" />
                </>
              )}
            </span>
          </div>
          <ProcessorFacts processor={processor} />
        </li>
      ))}
    </ul>
  );
}
