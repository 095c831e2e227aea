"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";

import { Queries, read } from "@/components/query";
import { Empty } from "@/components/ui/empty";
import { Icon } from "@/components/ui/icon";
import { LoadFailure } from "@/components/ui/load-failure";
import { useAddress } from "@/components/ui/use-address";
import type { UserPage } from "@/lib/users/user";

import { BulkBar } from "./bulk-bar";
import { FilterBar } from "./filter-bar";
import { Elsewhere } from "./elsewhere";
import {
  addressOf,
  everyone,
  filterFrom,
  isNarrowed,
  queryOf,
  type ListFilter,
} from "./user-filter";
import { UsersTable, type Selection } from "./users-table";

type Props = {
  /** the page the server rendered, and the query it answers */
  first: UserPage;
  firstQuery: string;
};

/** The people of the account. The address bar holds the whole state, so Back works and a link shows the same list. */
export function UsersList(props: Props) {
  return (
    <Queries>
      <List {...props} />
    </Queries>
  );
}

function List({ first, firstQuery }: Props) {
  const query = queryOf(filterFrom(useSearchParams()));
  const { asked, pending, show: showQuery } = useAddress(query);
  const filter = filterFrom(new URLSearchParams(asked));
  const cache = useQueryClient();
  const [selected, setSelected] = useState<Selection>(new Map());

  // What was kept from an earlier visit is shown at once, and looked at again: things were done since.
  const [kept] = useState(() => cache.getQueryData(["users", query]) !== undefined);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ["users", query],
    queryFn: ({ signal }) => read("/users", { query }, signal),
    initialData: query === firstQuery ? first : undefined,
    placeholderData: keepPreviousData,
    refetchOnMount: kept ? "always" : true,
  });
  const waiting = pending || isPlaceholderData;

  /** The selection stays while one pages or sorts, and goes when other people are asked for. */
  function show(next: ListFilter, replace = false) {
    showQuery(queryOf(next), { replace });
    if (next.q !== filter.q || next.status !== filter.status || next.role !== filter.role)
      setSelected(new Map());
  }

  const changed = useCallback(() => {
    setSelected(new Map());
    void cache.invalidateQueries({ queryKey: ["users"] });
  }, [cache]);

  const page = error ? undefined : data;
  return (
    <div className="grid gap-3">
      <FilterBar
        filter={filter}
        show={show}
        total={page?.total}
        settled={!waiting && !isFetching}
      />
      <div className="card overflow-clip" aria-busy={pending || isFetching}>
        <div className={`busy-line ${waiting ? "" : "invisible"}`} aria-hidden="true" />
        {error && <LoadFailure error={error} retry={() => void refetch()} />}
        {page && page.data.length > 0 && (
          <UsersTable
            rows={page.data}
            filter={filter}
            show={show}
            selected={selected}
            select={setSelected}
            changed={changed}
          />
        )}
        {page && page.data.length === 0 && (
          <NobodyHere filter={filter} show={show} mayInvite={page.may.includes("user.invite")} />
        )}
      </div>
      {page && (
        <Elsewhere
          page={page}
          filter={filter}
          show={show}
          selected={selected}
          select={setSelected}
        />
      )}
      {(page?.nextCursor || filter.cursor) && (
        <nav aria-label="Pages" className="flex justify-between gap-2">
          {filter.cursor ? (
            <PageLink to={{ ...filter, cursor: "" }} show={show}>
              <Icon name="back" />
              Back to the first
            </PageLink>
          ) : (
            <span />
          )}
          {page?.nextCursor && (
            <PageLink to={{ ...filter, cursor: page.nextCursor }} show={show}>
              Next page
              <Icon name="next" />
            </PageLink>
          )}
        </nav>
      )}
      {selected.size > 0 && (
        <BulkBar
          rows={[...selected.values()]}
          clear={() => setSelected(new Map())}
          changed={changed}
        />
      )}
    </div>
  );
}

function PageLink({
  to,
  show,
  children,
}: {
  to: ListFilter;
  show: (next: ListFilter) => void;
  children: React.ReactNode;
}) {
  return (
    <a
      className="btn"
      href={addressOf(to)}
      onClick={(event) => {
        event.preventDefault();
        show(to);
        window.scrollTo({ top: 0 });
      }}
    >
      {children}
    </a>
  );
}

function NobodyHere({
  filter,
  show,
  mayInvite,
}: {
  filter: ListFilter;
  show: (next: ListFilter) => void;
  mayInvite: boolean;
}) {
  if (isNarrowed(filter))
    return (
      <Empty
        title="Nobody matches"
        action={
          <button
            type="button"
            className="btn"
            onClick={() => show({ ...everyone, sort: filter.sort })}
          >
            Clear search and filters
          </button>
        }
      >
        {filter.q ? (
          <>
            No name, address or title has all the words of “{filter.q}”
            {(filter.status || filter.role) && ", with these filters"}.
          </>
        ) : (
          "No user has this status and role."
        )}
      </Empty>
    );
  return (
    <Empty
      title="Nobody is here yet"
      action={
        mayInvite && (
          <Link className="btn btn-primary" href="/users/invite">
            <Icon name="invite" />
            Invite people
          </Link>
        )
      }
    >
      Invite the people of this account. Each gets a letter with a link to choose a password.
    </Empty>
  );
}
