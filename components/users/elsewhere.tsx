"use client";

import { useState, type Dispatch, type SetStateAction } from "react";

import { read } from "@/components/query";
import { Notice } from "@/components/ui/notice";
import type { UserPage, UserRow } from "@/lib/users/user";

import { bulkVerbs } from "./bulk-verbs";
import { addressOf, queryOf, type ListFilter } from "./user-filter";
import type { Selection } from "./users-table";

type Props = {
  page: UserPage;
  filter: ListFilter;
  show: (next: ListFilter) => void;
  selected: Selection;
  select: Dispatch<SetStateAction<Selection>>;
};

/** What the page on screen does not show: matches in the bin, and the rest of the users when a whole page is selected. */
export function Elsewhere({ page, filter, show, selected, select }: Props) {
  const wholePage = page.data.length > 0 && page.data.every(({ id }) => selected.has(id));
  return (
    <>
      {page.inBin > 0 && (
        <p className="text-sm text-muted">
          <a
            className="link"
            href={addressOf({ ...filter, cursor: "", status: "deleted" })}
            onClick={(event) => {
              event.preventDefault();
              show({ ...filter, cursor: "", status: "deleted" });
            }}
          >
            {page.inBin === 1
              ? "1 user in the bin matches"
              : `${page.inBin} users in the bin match`}
          </a>
        </p>
      )}
      {wholePage && selected.size < page.total && (
        <SelectAll
          key={queryOf({ ...filter, cursor: "" })}
          total={page.total}
          {...{ filter, select }}
        />
      )}
    </>
  );
}

/** Selects everybody who matches, on whatever page. */
function SelectAll({
  total,
  filter,
  select,
}: { total: number } & Pick<Props, "filter" | "select">) {
  const [found, setFound] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);

  async function selectAll() {
    setFailed(false);
    setFound(0);
    try {
      const all = await everybody({ ...filter, cursor: "" }, setFound);
      const selectable = all.filter(({ may }) => bulkVerbs.some(({ verb }) => may.includes(verb)));
      select(new Map(selectable.map((row) => [row.id, row])));
    } catch {
      setFailed(true);
    }
    setFound(null);
  }

  return (
    <Notice>
      <p className="flex flex-wrap items-center gap-2">
        {failed
          ? "The users could not all be read. Try again."
          : "All users on this page are selected."}
        <button
          type="button"
          className="btn btn-small"
          disabled={found !== null}
          onClick={() => void selectAll()}
        >
          Select all {total} that match
        </button>
        {found !== null && (
          <span role="status" className="text-muted tabular-nums">
            {found} of {total}…
          </span>
        )}
      </p>
    </Notice>
  );
}

async function everybody(filter: ListFilter, tell: (found: number) => void): Promise<UserRow[]> {
  const all: UserRow[] = [];
  let cursor = "";
  do {
    const query = new URLSearchParams(queryOf({ ...filter, cursor }));
    query.set("limit", "100");
    const page = await read("/users", { query: query.toString() });
    all.push(...page.data);
    tell(all.length);
    cursor = page.nextCursor ?? "";
  } while (cursor);
  return all;
}
