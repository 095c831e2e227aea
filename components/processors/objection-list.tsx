import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import type { Objection } from "@/lib/processors/list-objections";
import type { ProcessorChange } from "@/lib/processors/processor";
import { changeTitle } from "./change-words";

/** What owners have against changes, by the ids of their accounts. */
export function ObjectionList({
  objections,
  changes,
  reader,
}: {
  objections: Objection[];
  changes: ProcessorChange[];
  reader: Reader;
}) {
  if (!objections.length) return <p className="text-muted">Nobody has objected to anything.</p>;
  return (
    <ul className="divide-y divide-line">
      {objections.map(({ accountId, changeId, at, reason }) => {
        const change = changes.find(({ id }) => id === changeId);
        return (
          <li key={`${accountId}/${changeId}`} className="grid gap-1 py-3 first:pt-0 last:pb-0">
            <p className="text-sm text-muted">
              <code className="font-mono break-all">{accountId}</code>,{" "}
              <Time at={at} reader={reader} as="full" />
            </p>
            {change && (
              <p className="font-semibold">
                <bdi>{changeTitle(change)}</bdi>
              </p>
            )}
            <p className="break-words">
              <bdi>{reason}</bdi>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
