"use client";

import Link, { useLinkStatus } from "next/link";
import { memo } from "react";

import { useUnmask } from "@/components/support/use-unmask";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { roleWords } from "@/components/words";
import type { UserRow } from "@/lib/users/user";

import { StatusBadge } from "./status-badge";
import { useUserVerbs } from "./use-user-verbs";

type Props = {
  row: UserRow;
  selected: boolean;
  /** left out where nothing can be done to many at once */
  select?: (row: UserRow) => void;
  changed: () => void;
};

/** One user. It is drawn again only when something about this user changes, whatever happens around it. */
export const UserTableRow = memo(function UserTableRow({ row, selected, select, changed }: Props) {
  const reader = useReader();
  const { entries, dialog } = useUserVerbs(row, changed);
  const unmask = useUnmask(row, changed);
  const address = `/users/${row.id}`;
  return (
    <tr role="row" aria-selected={selected}>
      {select && (
        <td role="cell" className="cell-select ps-4! pe-0!">
          <input
            type="checkbox"
            className="block size-6 md:size-auto"
            aria-label={`Select ${row.name}`}
            checked={selected}
            onChange={() => select(row)}
          />
        </td>
      )}
      <td role="cell" className="cell-name md:max-w-64">
        <div className="flex items-center gap-3">
          <Avatar id={row.id} name={row.name} />
          <div className="min-w-0">
            <Link
              href={address}
              className="block leading-5 font-semibold hover:underline md:truncate"
              prefetch={false}
            >
              <bdi>{row.name}</bdi>
              <GoingThere />
            </Link>
            <p className="text-sm text-muted md:truncate lg:hidden">
              <bdi>{row.email}</bdi>
            </p>
            {row.title && (
              <p className="truncate text-xs leading-4 text-muted max-lg:hidden">
                <bdi>{row.title}</bdi>
              </p>
            )}
          </div>
        </div>
      </td>
      <td role="cell" className="max-w-56 truncate text-muted max-lg:hidden" title={row.email}>
        <bdi>{row.email}</bdi>
      </td>
      <td role="cell" className="cell-role">
        {roleWords[row.role]}
      </td>
      <td role="cell" className="cell-status">
        <StatusBadge status={row.status} until={row.pausedUntil} />
      </td>
      <td role="cell" className="cell-seen text-muted">
        <span className="md:hidden">Last seen </span>
        <span className="md:inline-block md:first-letter:uppercase">
          {row.lastSeenAt ? <Time at={row.lastSeenAt} reader={reader} /> : "never"}
        </span>
      </td>
      <td role="cell" className="text-muted max-xl:hidden">
        <Time at={row.createdAt} reader={reader} as="day" />
      </td>
      <td role="cell" className="cell-menu ps-0!">
        <Menu
          label={`Actions for ${row.name}`}
          entries={[
            { label: "Open", icon: "next", href: address },
            ...(unmask.offer
              ? [{ label: "Unmask…", icon: "eye", onSelect: unmask.offer } as const]
              : []),
            ...entries,
          ]}
        >
          <Icon name="more" />
        </Menu>
        {dialog}
        {unmask.dialog}
      </td>
    </tr>
  );
});

/** Says that the user's page is on its way. */
function GoingThere() {
  const { pending } = useLinkStatus();
  return pending && <span className="going" role="status" aria-label="Opening" />;
}
