import type { Metadata } from "next";
import Link from "next/link";

import { EditAccount } from "@/components/account/edit-account";
import { HeadCounts } from "@/components/account/head-counts";
import { readerOf } from "@/components/time/reader";
import { Time } from "@/components/time/time";
import { Avatar } from "@/components/ui/avatar";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { StatusBadge } from "@/components/users/status-badge";
import { showAccount } from "@/lib/accounts/show-account";
import { currentMe, read } from "@/lib/gate/page";
import { listNotices } from "@/lib/processors/list-notices";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const account = await read(showAccount, {});
  const { data } = await read(listNotices, {});
  const planned = data.filter(({ objection }) => !objection);
  const reader = await readerOf(await currentMe());
  return (
    <div className="grid max-w-4xl gap-5">
      {planned.length > 0 && (
        <Notice title="Who processes your data is to change">
          <p>
            <Link className="link" href="/trust/changes">
              Read what is planned
            </Link>{" "}
            while owners can still object.
          </p>
        </Notice>
      )}
      <HeadCounts counts={account.counts} />
      <Section
        title="Account"
        actions={
          account.may.includes("account.edit") && (
            <EditAccount name={account.name} version={account.version} />
          )
        }
      >
        <dl className="facts">
          <dt>Name</dt>
          <dd>
            <bdi>{account.name}</bdi>
          </dd>
          <dt>Id</dt>
          <dd>
            <code className="font-mono text-sm break-all">{account.id}</code>
            <span className="block text-sm text-muted">Quote it when you ask the operator.</span>
          </dd>
          <dt>Set up</dt>
          <dd>
            <Time at={account.createdAt} reader={reader} as="full" />
          </dd>
        </dl>
      </Section>
      <Section
        title="Owners"
        about="They decide who owns the account. There is always at least one who can sign in."
        actions={
          account.may.includes("user.list") && (
            <Link className="btn btn-small" href="/users?status=active&sort=-role">
              Find someone to make an owner
            </Link>
          )
        }
      >
        <ul className="grid gap-3">
          {account.owners.map(({ id, name, status }) => (
            <li key={id} className="flex items-center gap-3">
              <Avatar id={id} name={name} />
              <Link className="min-w-0 font-semibold hover:underline" href={`/users/${id}`}>
                <bdi>{name}</bdi>
              </Link>
              <StatusBadge status={status} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
