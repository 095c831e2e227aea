import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { BackupsBoard } from "@/lib/backups/show-backups";

/** Up to when could be restored, and what comes next. */
export function BackupFacts({ board, reader }: { board: BackupsBoard; reader: Reader }) {
  const facts = {
    "Restorable up to": board.restorableTo,
    "Next full": board.due.full,
    "Next cut": board.due.increment,
    "Next drill": board.due.drill,
    "Looked at": board.checkedAt,
  };
  return (
    <dl className="card grid grid-cols-2 gap-x-6 gap-y-4 px-4.5 py-4 sm:grid-cols-5">
      {Object.entries(facts).map(([name, at]) => (
        <div key={name}>
          <dt className="text-sm text-muted">{name}</dt>
          <dd>{at ? <Time at={at} reader={reader} /> : "not yet"}</dd>
        </div>
      ))}
    </dl>
  );
}
