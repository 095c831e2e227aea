"use client";

import { useCallback, type Dispatch, type ReactNode, type SetStateAction } from "react";

import { Icon } from "@/components/ui/icon";
import type { Sort, UserRow } from "@/lib/users/user";

import { bulkVerbs } from "./bulk-verbs";
import { UserTableRow } from "./user-table-row";
import { addressOf, sortedBy, type ListFilter } from "./user-filter";

export type Selection = ReadonlyMap<string, UserRow>;

type Props = {
  rows: UserRow[];
  filter: ListFilter;
  show: (next: ListFilter) => void;
  selected: Selection;
  select: Dispatch<SetStateAction<Selection>>;
  changed: () => void;
};

const columns: { sort: Sort; name: string; className?: string }[] = [
  { sort: "name", name: "Name" },
  { sort: "email", name: "E-mail", className: "max-lg:hidden" },
  { sort: "role", name: "Role" },
  { sort: "status", name: "Status" },
  { sort: "lastSeenAt", name: "Last seen" },
  { sort: "createdAt", name: "Added", className: "max-xl:hidden" },
];

/** A real table on a wide screen, the same rows as cards on a phone. */
export function UsersTable({ rows, filter, show, selected, select, changed }: Props) {
  const selectable = rows.some(({ may }) => bulkVerbs.some(({ verb }) => may.includes(verb)));
  const chosenHere = rows.filter(({ id }) => selected.has(id)).length;

  const selectOne = useCallback(
    (row: UserRow) =>
      select((before) => {
        const next = new Map(before);
        if (!next.delete(row.id)) next.set(row.id, row);
        return next;
      }),
    [select],
  );

  function selectAll() {
    const next = new Map(selected);
    for (const row of rows) {
      if (chosenHere === rows.length) next.delete(row.id);
      else next.set(row.id, row);
    }
    select(next);
  }

  return (
    <table className="table users-table" role="table">
      <caption className="sr-only">Users</caption>
      <thead role="rowgroup">
        <tr role="row">
          {selectable && (
            <th
              role="columnheader"
              scope="col"
              className="th-select ps-4! pe-0! md:w-11"
              aria-label="Selection"
            >
              <label className="flex min-h-9 items-center gap-3">
                <input
                  type="checkbox"
                  className="block"
                  checked={chosenHere > 0 && chosenHere === rows.length}
                  ref={(box) => {
                    if (box) box.indeterminate = chosenHere > 0 && chosenHere < rows.length;
                  }}
                  onChange={selectAll}
                />
                <span className="md:sr-only">Select all on this page</span>
              </label>
            </th>
          )}
          {columns.map((column) => (
            <Header
              key={column.sort}
              column={column.sort}
              filter={filter}
              show={show}
              className={column.className}
            >
              {column.name}
            </Header>
          ))}
          <th role="columnheader" scope="col" className="w-12">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <UserTableRow
            key={row.id}
            row={row}
            selected={selected.has(row.id)}
            select={selectable ? selectOne : undefined}
            changed={changed}
          />
        ))}
      </tbody>
    </table>
  );
}

function Header({
  column,
  filter,
  show,
  className,
  children,
}: {
  column: Sort;
  filter: ListFilter;
  show: (next: ListFilter) => void;
  className?: string;
  children: ReactNode;
}) {
  const direction =
    filter.sort === column ? "ascending" : filter.sort === `-${column}` ? "descending" : undefined;
  const next = sortedBy(filter, column);
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={direction}>
      <a
        className="sort"
        href={addressOf(next)}
        onClick={(event) => {
          event.preventDefault();
          show(next);
        }}
      >
        {children}
        {direction && <Icon name={direction === "ascending" ? "up" : "descend"} />}
      </a>
    </th>
  );
}
