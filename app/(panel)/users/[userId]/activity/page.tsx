import type { Metadata } from "next";

import { ActivityPanel } from "@/components/activity/activity-panel";
import { questionFrom } from "@/components/activity/question";
import { readerOf } from "@/components/time/reader";
import { listUserActivity } from "@/lib/activity/list-user-activity";
import { currentMe, read } from "@/lib/gate/page";

import { searchOf, type Search } from "@/components/search";

export const metadata: Metadata = { title: "Activity" };

type Props = { params: Promise<{ userId: string }>; searchParams: Promise<Search> };

export default async function UserActivityPage({ params, searchParams }: Props) {
  const { userId } = await params;
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const { filter, query } = questionFrom(search, await readerOf(me));
  return (
    <ActivityPanel
      page={await read(listUserActivity, { ...filter, userId })}
      search={search}
      address={`/users/${userId}/activity`}
      source={{ path: "/users/{userId}/activity", userId, query: String(query) }}
      jumps={me.may.includes("activity.list")}
      traces={me.may.includes("traffic.show")}
    />
  );
}
