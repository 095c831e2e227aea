import type { Metadata } from "next";

import { ActivityPanel } from "@/components/activity/activity-panel";
import { questionFrom } from "@/components/activity/question";
import { readerOf } from "@/components/time/reader";
import { listActivity } from "@/lib/activity/list-activity";
import { currentMe, read } from "@/lib/gate/page";

import { searchOf, type Search } from "@/components/search";

export const metadata: Metadata = { title: "Activity of the account" };

/** What was done to the account itself; the feed of everything in it is at /activity. */
export default async function AccountActivityPage({
  searchParams,
}: {
  searchParams: Promise<Search>;
}) {
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const { filter, query } = questionFrom(search, await readerOf(me));
  return (
    <ActivityPanel
      page={await read(listActivity, { ...filter, object: me.account.id })}
      search={search}
      address="/account/activity"
      source={{ path: "/activity", query: `object=${me.account.id}&${query}` }}
      jumps={me.may.includes("activity.list")}
      traces={me.may.includes("traffic.show")}
    />
  );
}
