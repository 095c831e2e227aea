import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { sizeInWords } from "@/lib/backups/size-in-words";
import type { BackupView } from "@/lib/backups/show-backups";
import { troubleWords } from "./trouble-words";
import { inDigits } from "@/lib/intl";

/** Every backup there is, the newest first: fulls, and the daily cuts that stand on them. */
export function BackupChain({ backups, reader }: { backups: BackupView[]; reader: Reader }) {
  return (
    <Section
      title="Chain"
      about="A full each week, a cut each day. None is dropped while a younger one needs it."
    >
      {backups.length === 0 && (
        <Empty title="There is no backup yet">The worker makes the first by itself.</Empty>
      )}
      <ol className="divide-y divide-line">
        {backups.map((one) => (
          <li key={one.label} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <span className={`min-w-0 flex-1 basis-64 ${one.kind === "full" ? "" : "ps-5"}`}>
              <span className="font-semibold">{one.kind === "full" ? "Full" : "Cut"}</span>{" "}
              <code className="font-mono text-xs break-all text-muted">{one.label}</code>
            </span>
            {one.state === "failed" ? (
              <Badge tone="danger">{troubleWords[one.trouble ?? ""] ?? "Failed"}</Badge>
            ) : (
              <span className="text-sm text-muted">
                {sizeInWords(one.bytes)}, {inDigits(one.rows)} rows, {took(one)}
              </span>
            )}
            <span className="text-sm text-muted">
              <Time at={one.endedAt} reader={reader} as="full" />
            </span>
            {one.goneBy && one.kind === "full" && (
              <span className="text-sm text-muted">
                gone by <Time at={one.goneBy} reader={reader} as="day" />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

const took = ({ startedAt, endedAt }: BackupView) =>
  `${Math.max(1, Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000))} s`;
