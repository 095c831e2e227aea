import type { Metadata } from "next";
import Link from "next/link";

import { Icon } from "@/components/ui/icon";
import { filterFrom, queryOf } from "@/components/users/user-filter";
import { UsersHead } from "@/components/users/users-head";
import { UsersList } from "@/components/users/users-list";
import { read } from "@/lib/gate/page";
import { listUsers } from "@/lib/users/list-users";
import { UserFilter } from "@/lib/users/user";

import { searchOf, type Search } from "@/components/search";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = searchOf(await searchParams);
  const asked = UserFilter.safeParse(Object.fromEntries(search));
  const page = await read(listUsers, asked.success ? asked.data : UserFilter.parse({}));
  return (
    <>
      <UsersHead
        actions={
          page.may.includes("user.invite") && (
            <Link className="btn btn-primary" href="/users/invite">
              <Icon name="invite" />
              Invite people
            </Link>
          )
        }
      />
      <UsersList first={page} firstQuery={asked.success ? queryOf(filterFrom(search)) : ""} />
    </>
  );
}
