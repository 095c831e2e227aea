import type { Metadata } from "next";

import { Survey } from "@/components/operator/survey";
import { searchOf, type Search } from "@/components/search";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { surveyTraffic } from "@/lib/staff/survey-traffic";
import { OverviewFilter } from "@/lib/traffic/traffic";

export const metadata: Metadata = { title: "Traffic" };

export default async function TrafficPage({ searchParams }: { searchParams: Promise<Search> }) {
  const asked = OverviewFilter.safeParse({
    period: searchOf(await searchParams).get("period") ?? undefined,
  });
  const { period } = asked.success ? asked.data : OverviewFilter.parse({});
  return (
    <>
      <PageHeader
        title="Traffic"
        about="The API calls and webhook attempts of all accounts together. To look at one account, start from its id."
      />
      <Survey survey={await read(surveyTraffic, { period })} />
    </>
  );
}
