import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { RequestTrace } from "@/components/operator/request-trace";
import { searchOf, type Search } from "@/components/search";
import { PageHeader } from "@/components/ui/page-header";
import { currentStaff } from "@/lib/gate/page";

export const metadata: Metadata = { title: "By request" };

export default async function RequestsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { may } = await currentStaff();
  if (!may.includes("traffic.trace")) notFound();
  const request = searchOf(await searchParams).get("request") ?? "";
  return (
    <>
      <PageHeader
        title="By request"
        about="From the request id that a customer quotes to everything it has led to: the call, what was done, letters, and deliveries of webhooks."
      />
      <RequestTrace request={request} />
    </>
  );
}
