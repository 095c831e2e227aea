import { Avatar } from "@/components/ui/avatar";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { roleWords } from "@/components/words";
import type { UserView } from "@/lib/users/user";

import { StatusBadge } from "./status-badge";
import { UserActions } from "./user-actions";

/** The head of every page about one user: who, in which state, what can be done, and the tabs. */
export function UserHeader({ user }: { user: UserView }) {
  const root = `/users/${user.id}`;
  return (
    <>
      <PageHeader
        trail={[{ href: "/users", name: "Users" }]}
        title={
          <span className="flex items-center gap-3.5">
            <Avatar id={user.id} name={user.name} large />
            <bdi className="min-w-0 overflow-x-clip">{user.name}</bdi>
          </span>
        }
        about={
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 pt-1">
            <StatusBadge status={user.status} />
            <span>{roleWords[user.role]}</span>
            <span aria-hidden="true">·</span>
            <bdi className="min-w-0">{user.email}</bdi>
          </p>
        }
        actions={<UserActions user={user} />}
      />
      <div className="pb-5">
        <Tabs
          label={`About ${user.name}`}
          tabs={[
            { href: root, name: "Overview" },
            { href: `${root}/sessions`, name: "Sessions" },
            { href: `${root}/activity`, name: "Activity" },
          ]}
        />
      </div>
    </>
  );
}
