import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { LogLine } from "@/lib/staff/list-log";
import { Sentence } from "@/components/ui/sentence";

/** Lines of the installation's log, each a sentence. */
export function LogLines({ lines, reader }: { lines: LogLine[]; reader: Reader }) {
  if (lines.length === 0)
    return (
      <div className="card">
        <Empty title="Nothing has happened yet">
          Every change of the staff, and every look of theirs at a customer, will stand here.
        </Empty>
      </div>
    );
  return (
    <ol className="card divide-y divide-line">
      {lines.map(({ id, at, sentence, outcome, requestId }) => (
        <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4.5 py-3">
          <span className="min-w-0 flex-1 basis-72">
            <span className="wrap-anywhere">
              <Sentence says={sentence} />
            </span>
            <code className="block font-mono text-xs break-all text-muted">{requestId}</code>
          </span>
          {outcome === "refused" && <Badge tone="warn">Refused</Badge>}
          {outcome === "denied" && <Badge tone="danger">Not allowed</Badge>}
          <span className="text-sm text-muted">
            <Time at={at} reader={reader} as="full" />
          </span>
        </li>
      ))}
    </ol>
  );
}
