import type { Metadata } from "next";
import Link from "next/link";

import { searchOf, type Search } from "@/components/search";
import { ConsentNote } from "@/components/support/consent-note";
import { GrantCard } from "@/components/support/grant-card";
import { GrantHistory } from "@/components/support/grant-history";
import { InviteButton } from "@/components/support/invite-button";
import { readerOf } from "@/components/time/reader";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { currentMe, read } from "@/lib/gate/page";
import { listGrants } from "@/lib/support/list-grants";
import { listSupportStaff } from "@/lib/support/list-support-staff";

export const metadata: Metadata = { title: "Support access" };

export default async function SupportPage({ searchParams }: { searchParams: Promise<Search> }) {
  const cursor = searchOf(await searchParams).get("cursor") ?? undefined;
  const reader = await readerOf(await currentMe());
  const {
    data: open,
    mostMinutes,
    may,
    ...consent
  } = await read(listGrants, {
    part: "open",
    limit: 100,
  });
  const over = await read(listGrants, { part: "over", limit: 20, cursor });
  const staff = may.includes("support.invite") ? (await read(listSupportStaff, {})).data : [];
  const pending = open.filter(({ state }) => state === "pending");
  const others = open.filter(({ state }) => state !== "pending");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-2xl text-muted">
          The operator’s support staff see nothing of what this account holds, unless an owner lets
          one of them in: for a named purpose, to named parts, for a short time.
        </p>
        {staff.length > 0 && <InviteButton {...{ staff, mostMinutes }} />}
      </div>
      {(may.includes("support.invite") ||
        pending.length > 0 ||
        consent.hindrance !== "not_owner") && <ConsentNote {...consent} />}
      <Group title="Requests" none="Nobody asks to be let in.">
        {pending.map((grant) => (
          <GrantCard key={grant.id} {...{ grant, mostMinutes, reader }} linked />
        ))}
      </Group>
      <Group title="Open" none="Nobody of the support staff is inside or invited.">
        {others.map((grant) => (
          <GrantCard key={grant.id} {...{ grant, mostMinutes, reader }} linked />
        ))}
      </Group>
      <Section title="History" about="What is over, the newest first.">
        <GrantHistory grants={over.data} reader={reader} />
        {over.nextCursor && (
          <p className="pt-4 text-center">
            <Link
              className="btn"
              href={`/trust/support?${new URLSearchParams({ cursor: over.nextCursor })}`}
            >
              Show older
            </Link>
          </p>
        )}
      </Section>
    </div>
  );
}

function Group({
  title,
  none,
  children,
}: {
  title: string;
  none: string;
  children: React.ReactNode[];
}) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-label={title}>
      <h2>{title}</h2>
      {children.length > 0 ? (
        children
      ) : (
        <div className="card">
          <Empty title={none} />
        </div>
      )}
    </section>
  );
}
