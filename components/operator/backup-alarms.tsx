import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { BackupsBoard } from "@/lib/backups/show-backups";

/** What is wrong with the backups, each with what to do; or that nothing is. */
export function BackupAlarms({
  alarms,
  reader,
}: {
  alarms: BackupsBoard["alarms"];
  reader: Reader;
}) {
  if (alarms.length === 0) return <Notice tone="good" title="Nothing is wrong with the backups" />;
  return (
    <div className="grid gap-3">
      {alarms.map(({ kind, says, since }) => (
        <Notice key={kind} tone="danger">
          <p>{says}</p>
          {since && (
            <p className="text-sm text-muted">
              since <Time at={since} reader={reader} as="full" />
            </p>
          )}
        </Notice>
      ))}
    </div>
  );
}
