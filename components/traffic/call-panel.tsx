import Link from "next/link";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Empty } from "@/components/ui/empty";
import type { CallPage } from "@/lib/traffic/traffic";

import { CallFilters, type Operation } from "./call-filters";
import { CallList } from "./call-list";
import { KeptNote } from "./kept-note";
import { LookAgain } from "./look-again";

type Props = {
  page: CallPage;
  search: URLSearchParams;
  /** the filter as the API takes it */
  query: string;
  keys: { id: string; name: string }[];
  operations: Operation[];
  reader: Reader;
  now: Date;
};

/** Filters and calls. */
export function CallPanel({ page, search, query, keys, operations, reader, now }: Props) {
  const says = Object.fromEntries(operations.map((one) => [one.name, one.says]));
  return (
    <>
      <CallFilters {...{ search, keys, operations, reader }} calls={page.data} />
      <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1 pb-1">
        <p className="text-sm text-muted" role="status">
          As of <Time at={now.toISOString()} reader={reader} as="second" />
        </p>
        <LookAgain>Look for newer calls</LookAgain>
      </div>
      {page.data.length > 0 || page.nextCursor ? (
        <CallList first={page} query={query} says={says} />
      ) : (
        <div className="card">
          <NoCalls filtered={search.size > 0} />
        </div>
      )}
      <KeptNote kept={page.kept} reader={reader} />
    </>
  );
}

function NoCalls({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <Empty
        title="Nothing matches"
        action={
          <Link className="btn" href="/developers/requests">
            Clear the filters
          </Link>
        }
      >
        No call fits all of these filters. A call stands here about a second after its answer.
      </Empty>
    );
  return (
    <Empty
      title="Nobody has called the API yet"
      action={
        <Link className="btn" href="/developers">
          How to make a first call
        </Link>
      }
    >
      Every call stands here about a second after its answer: by whom, for what, how it ended and
      how long it took. Refused ones too.
    </Empty>
  );
}
