import type { Metadata } from "next";

import { operationsInWords } from "@/app/(panel)/developers/operations";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { OverviewPage } from "@/components/traffic/overview-page";
import { hostOf } from "@/components/webhooks/words";
import { listKeys } from "@/lib/api-keys/list-keys";
import { readEnv } from "@/lib/env";
import { currentMe, read } from "@/lib/gate/page";
import { showOverview } from "@/lib/traffic/show-overview";
import { periods } from "@/lib/traffic/traffic";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";

export const metadata: Metadata = { title: "Developers" };

type Props = { searchParams: Promise<Search> };

export default async function DevelopersPage({ searchParams }: Props) {
  const wanted = searchOf(await searchParams).get("period");
  const me = await currentMe();
  const overview = await read(showOverview, {
    period: periods.find((period) => period === wanted),
  });
  const keys = me.may.includes("api_key.list") ? await read(listKeys, { limit: 1 }) : null;
  const webhooks =
    overview.endpoints.length && me.may.includes("webhook.list")
      ? await read(listWebhooks, {})
      : { data: [] };
  return (
    <OverviewPage
      overview={overview}
      says={Object.fromEntries(operationsInWords().map(({ name, says }) => [name, says]))}
      hosts={Object.fromEntries(webhooks.data.map(({ id, url }) => [id, hostOf(url)]))}
      hasKeys={!keys || keys.data.length > 0}
      mayMakeKeys={keys?.may.includes("api_key.create") ?? false}
      origin={readEnv(process.env).origin}
      reader={await readerOf(me)}
    />
  );
}
