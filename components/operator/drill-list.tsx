import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import type { DrillView } from "@/lib/backups/show-backups";
import { troubleWords } from "./trouble-words";
import { inDigits } from "@/lib/intl";

/** Rehearsals of a restore, and what each measured. */
export function DrillList({ drills, reader }: { drills: DrillView[]; reader: Reader }) {
  return (
    <Section
      title="Drills"
      about="Each month a restore is rehearsed in an instance that is thrown away."
    >
      {drills.length === 0 && (
        <Empty title="No restore was rehearsed yet">The first follows the first backup.</Empty>
      )}
      <ol className="divide-y divide-line">
        {drills.map((one) => (
          <li key={one.at} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            {one.outcome === "passed" ? (
              <Badge tone="good">Passed</Badge>
            ) : (
              <Badge tone="danger">{troubleWords[one.trouble ?? ""] ?? "Failed"}</Badge>
            )}
            <span className="min-w-0 flex-1 basis-64 text-sm">
              {one.outcome === "passed"
                ? `${one.recoveryPoint} s of work would have been lost; it answered after ${((one.recoveryTime ?? 0) / 1000).toFixed(1)} s; ${inDigits(one.rows ?? 0)} rows counted, ${one.canaries} fields opened, ${one.erasures} erasures done again`
                : (one.label ?? "nothing to restore")}
            </span>
            <span className="text-sm text-muted">
              <Time at={one.at} reader={reader} as="full" />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
