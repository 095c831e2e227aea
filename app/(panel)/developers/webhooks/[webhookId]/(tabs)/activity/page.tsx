import type { Metadata } from "next";

import { webhookOf } from "@/app/(panel)/developers/webhooks/[webhookId]/webhook";
import { ActivityPanel } from "@/components/activity/activity-panel";
import { questionFrom } from "@/components/activity/question";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { listActivity } from "@/lib/activity/list-activity";
import { currentMe, read } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Activity of the webhook" };

type Props = { params: Promise<{ webhookId: string }>; searchParams: Promise<Search> };

/** What was done to the webhook. */
export default async function WebhookActivityPage({ params, searchParams }: Props) {
  const { id } = await webhookOf((await params).webhookId);
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const { filter, query } = questionFrom(search, await readerOf(me));
  return (
    <ActivityPanel
      page={await read(listActivity, { ...filter, object: id })}
      search={search}
      address={`/developers/webhooks/${id}/activity`}
      source={{ path: "/activity", query: `object=${id}&${query}` }}
      jumps={me.may.includes("activity.list")}
      traces={me.may.includes("traffic.show")}
    />
  );
}
