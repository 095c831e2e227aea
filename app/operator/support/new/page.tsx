import type { Metadata } from "next";

import { searchOf, type Search } from "@/components/search";
import { NewRequest } from "@/components/support/new-request";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { listMyGrants } from "@/lib/support/list-my-grants";

export const metadata: Metadata = { title: "New request" };

export default async function NewRequestPage({ searchParams }: { searchParams: Promise<Search> }) {
  const accountId = searchOf(await searchParams).get("account") ?? "";
  const { mostMinutes } = await read(listMyGrants, { limit: 1 });
  return (
    <>
      <PageHeader
        title="New request"
        trail={[{ href: "/operator/support", name: "Support" }]}
        about="The owners of the account read all of it, and decide."
      />
      <NewRequest {...{ accountId, mostMinutes }} />
    </>
  );
}
