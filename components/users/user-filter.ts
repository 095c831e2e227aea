import type { Role, Sort, Status } from "@/lib/users/user";

/** What the users list is asked, as it stands in the address bar. Empty words are left out. */
export type ListFilter = {
  q: string;
  status: Status | "";
  role: Role | "";
  sort: Sort | `-${Sort}`;
  cursor: string;
};

export const everyone: ListFilter = { q: "", status: "", role: "", sort: "name", cursor: "" };

export function filterFrom(search: URLSearchParams): ListFilter {
  const read = (name: keyof ListFilter) => search.get(name) ?? everyone[name];
  return {
    q: read("q"),
    status: read("status") as ListFilter["status"],
    role: read("role") as ListFilter["role"],
    sort: read("sort") as ListFilter["sort"],
    cursor: read("cursor"),
  };
}

/** The query of a filter, with everything that is as usual left out. */
export function queryOf(filter: ListFilter): string {
  const kept = Object.entries(filter).filter(
    ([name, value]) => value && value !== everyone[name as keyof ListFilter],
  );
  return new URLSearchParams(kept).toString();
}

/** The address of the list with a filter. */
export const addressOf = (filter: ListFilter) => {
  const query = queryOf(filter);
  return query ? (`/users?${query}` as const) : "/users";
};

/** The first press sorts ascending, times newest first; the second turns it round. */
export function sortedBy(filter: ListFilter, column: Sort): ListFilter {
  const first =
    column === "lastSeenAt" || column === "createdAt" ? (`-${column}` as const) : column;
  const other = first === column ? (`-${column}` as const) : column;
  return { ...filter, cursor: "", sort: filter.sort === first ? other : first };
}

export const isNarrowed = ({ q, status, role }: ListFilter) => Boolean(q || status || role);
