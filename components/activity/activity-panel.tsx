import Link from "next/link";

import { Empty } from "@/components/ui/empty";
import type { ActivityPage } from "@/lib/activity/event";

import { ActivityFilters } from "./activity-filters";
import { type ActivitySource, Feed } from "./feed";

type Props = {
  page: ActivityPage;
  search: URLSearchParams;
  /** the page this stands on */
  address: string;
  /** the API address older events come from, with the filter */
  source: ActivitySource;
  /** whether the reader may search the whole account */
  jumps: boolean;
  /** whether the reader may see what a request has led to */
  traces: boolean;
  people?: boolean;
};

/** Filters and feed, the same wherever activity is shown. */
export function ActivityPanel({ page, search, address, source, jumps, traces, people }: Props) {
  const filtered = [...search.keys()].length > 0;
  return (
    <>
      <ActivityFilters search={search} address={address} events={page.data} people={people} />
      {page.data.length > 0 || page.nextCursor ? (
        <Feed first={page} source={source} jumps={jumps} traces={traces} />
      ) : (
        <div className="card">
          {filtered ? (
            <Empty
              title="Nothing matches"
              action={
                <Link className="btn" href={address}>
                  Clear the filters
                </Link>
              }
            >
              Nothing was done that fits all of these filters.
            </Empty>
          ) : (
            <Empty title="Nothing has happened yet">
              Every change, every refusal and every sign-in will stand here, with who did it and
              when.
            </Empty>
          )}
        </div>
      )}
    </>
  );
}
