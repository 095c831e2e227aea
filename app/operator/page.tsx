import type { Metadata } from "next";
import Link from "next/link";

import { AccountStates } from "@/components/operator/account-states";
import { Figures, Partitions } from "@/components/operator/installation-figures";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { currentStaff, read } from "@/lib/gate/page";
import { listAccounts } from "@/lib/staff/list-accounts";
import { showInstallation } from "@/lib/staff/show-installation";

export const metadata: Metadata = { title: "Overview" };

export default async function OperatorOverview({
  searchParams,
}: {
  searchParams: Promise<Search>;
}) {
  const { may } = await currentStaff();
  const cursor = searchOf(await searchParams).get("cursor") ?? undefined;
  const installation = await read(showInstallation, {});
  const { data, nextCursor } = await read(listAccounts, { cursor });
  const reader = await readerOf(null);
  return (
    <>
      <PageHeader
        title="Overview"
        about="How this installation stands, in counts and states. What customers keep is not in it."
      />
      <div className="grid gap-5">
        {installation.alarms.map((says) => (
          <Notice key={says} tone="danger">
            <p>{says}</p>
          </Notice>
        ))}
        <Figures installation={installation} reader={reader} />
        <Section
          title="Accounts"
          about="The newest first. What they are called is sealed under their own keys."
        >
          <AccountStates
            accounts={data}
            reader={reader}
            looks={may.includes("traffic.look")}
            asks={may.includes("support.request")}
          />
          {nextCursor && (
            <p className="pt-4 text-center">
              <Link
                className="btn"
                href={`/operator?${new URLSearchParams({ cursor: nextCursor })}`}
              >
                Show older
              </Link>
            </p>
          )}
        </Section>
        <Section
          title="Days kept"
          about={`Calls and deliveries are kept for ${installation.retentionDays} days, and dropped by the day.`}
        >
          <Partitions partitions={installation.partitions} reader={reader} />
        </Section>
      </div>
    </>
  );
}
