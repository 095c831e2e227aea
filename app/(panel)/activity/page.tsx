import type { Metadata } from "next";

import { ActivityHead } from "@/components/activity/activity-head";
import { ActivityPanel } from "@/components/activity/activity-panel";
import { questionFrom } from "@/components/activity/question";
import { readerOf } from "@/components/time/reader";
import { listActivity } from "@/lib/activity/list-activity";
import { currentMe, read } from "@/lib/gate/page";

import { searchOf, type Search } from "@/components/search";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityFeedPage({
  searchParams,
}: {
  searchParams: Promise<Search>;
}) {
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const { filter, query } = questionFrom(search, await readerOf(me), true);
  const page = await read(listActivity, filter);
  return (
    <>
      <ActivityHead />
      <ActivityPanel
        page={page}
        search={search}
        address="/activity"
        source={{ path: "/activity", query: String(query) }}
        jumps
        traces={me.may.includes("traffic.show")}
        people
      />
    </>
  );
}
