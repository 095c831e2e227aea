import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { CleanupBoard } from "@/lib/purge/show-cleanup";

/** How often closed accounts are destroyed, and when next. */
export function CleanupFacts({ board, reader }: { board: CleanupBoard; reader: Reader }) {
  return (
    <dl className="card grid grid-cols-2 gap-x-6 gap-y-4 px-4.5 py-4 sm:grid-cols-4">
      <div>
        <dt className="text-sm text-muted">Next clean-up</dt>
        <dd>
          <Time at={board.next} reader={reader} />
        </dd>
      </div>
      <div>
        <dt className="text-sm text-muted">Last that destroyed something</dt>
        <dd>{board.last ? <Time at={board.last} reader={reader} /> : "not yet"}</dd>
      </div>
      <div>
        <dt className="text-sm text-muted">Every</dt>
        <dd>{board.every === 1 ? "day" : `${board.every} days`}</dd>
      </div>
      <div>
        <dt className="text-sm text-muted">Change it</dt>
        <dd>
          <code className="font-mono text-sm">npx castellan cleanup --every 7d</code>
        </dd>
      </div>
    </dl>
  );
}
