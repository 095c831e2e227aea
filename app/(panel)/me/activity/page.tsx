import type { Metadata } from "next";

import { ActivityPanel } from "@/components/activity/activity-panel";
import { questionFrom } from "@/components/activity/question";
import { readerOf } from "@/components/time/reader";
import { listMyActivity } from "@/lib/activity/list-my-activity";
import { currentMe, read } from "@/lib/gate/page";

import { searchOf, type Search } from "@/components/search";

export const metadata: Metadata = { title: "Your activity" };

export default async function MyActivityPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const { filter, query } = questionFrom(search, await readerOf(me));
  return (
    <ActivityPanel
      page={await read(listMyActivity, filter)}
      search={search}
      address="/me/activity"
      source={{ path: "/me/activity", query: String(query) }}
      jumps={me.may.includes("activity.list")}
      traces={me.may.includes("traffic.show")}
    />
  );
}
