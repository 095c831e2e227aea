import { holdWords } from "@/components/closures/words";
import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import type { CleanupBoard } from "@/lib/purge/show-cleanup";
import { PlaceHold } from "./place-hold";
import { ReleaseHold } from "./release-hold";

type Props = {
  holds: CleanupBoard["holds"];
  reader: Reader;
  /** whether the reader may place and release them */
  may: boolean;
};

/** What postpones the destruction of an account. Its owners see the same. */
export function HoldList({ holds, reader, may }: Props) {
  return (
    <Section
      title="Holds"
      about="They postpone the destruction, and show nobody anything. The owners see them and are told by letter."
      actions={may && <PlaceHold />}
    >
      {holds.length === 0 && <p className="text-muted">Nothing is held.</p>}
      <ul className="divide-y divide-line">
        {holds.map(({ id, accountId, category, placedAt, until }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-72">
              <code className="font-mono text-sm break-all">{accountId}</code>
              <p className="text-sm text-muted">
                {holdWords[category]}, placed <Time at={placedAt} reader={reader} as="day" />
              </p>
            </div>
            <p className="text-sm">
              until <Time at={until} reader={reader} as="day" />
            </p>
            {may && <ReleaseHold accountId={accountId} holdId={id} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
