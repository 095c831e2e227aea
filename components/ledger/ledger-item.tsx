import Link from "next/link";
import type { ReactNode } from "react";

import { inUtc, type Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Icon } from "@/components/ui/icon";
import type { LedgerLine } from "@/lib/ledger/ledger";

import { kindWords } from "./words";
import { inDigits } from "@/lib/intl";
import { Sentence } from "@/components/ui/sentence";

type Props = {
  line: LedgerLine;
  reader: Reader;
  /** whether the reader may search the ledger of the account */
  jumps: boolean;
};

/** One line: a sentence, and on request what was touched, why and by whom. */
export function LedgerItem({ line, reader, jumps }: Props) {
  const { at, day, who, what, reason, opens, sentence, kind } = line;
  return (
    <details className="event group">
      <summary className="flex min-h-10 cursor-pointer items-start gap-3 px-4 py-2.5 hover:bg-hover">
        <span className="w-16 shrink-0 text-muted max-sm:hidden">
          <When {...{ at, day, reader }} />
        </span>
        <span className="min-w-0 flex-1 wrap-anywhere">
          <Sentence says={sentence} names={[who.name]} />
          <span className="block text-sm text-muted md:hidden">
            {kindWords[kind][0]} · <When {...{ at, day, reader }} />
          </span>
        </span>
        <span className="shrink-0 text-end text-sm text-muted max-md:hidden">
          {kindWords[kind][0]}
        </span>
        <Icon name="right" className="mt-0.5 text-muted group-open:rotate-90" />
      </summary>
      <dl className="facts border-t border-line bg-page px-4 py-4 sm:ps-23">
        <Fact name="Exactly">
          <code className="font-mono text-sm">
            {day ? `${at.slice(0, 10)}, the whole day (UTC)` : inUtc(new Date(at))}
          </code>
        </Fact>
        <Fact name="By">
          <bdi>{who.name}</bdi>
          {jumps && who.id && (
            <Link
              className="link ms-3 text-sm"
              href={`/trust/ledger?who=${encodeURIComponent(who.id)}`}
              prefetch={false}
            >
              Everything of theirs
            </Link>
          )}
        </Fact>
        {what.length > 0 && <Fact name="What">{what.join(", ")}</Fact>}
        {reason && (
          <Fact name="Why">
            <bdi>{reason}</bdi>
          </Fact>
        )}
        {opens && (
          <Fact name="One by one">
            <Link className="link" href={opens} prefetch={false}>
              Show all {inDigits(line.count)}
            </Link>
          </Fact>
        )}
      </dl>
    </details>
  );
}

function When({ at, day, reader }: { at: string; day: boolean; reader: Reader }) {
  return day ? "All day" : <Time at={at} reader={reader} as="clock" />;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
