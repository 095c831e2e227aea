import type { Metadata } from "next";

import { ActivityPanel } from "@/components/activity/activity-panel";
import { questionFrom } from "@/components/activity/question";
import { searchOf, type Search } from "@/components/search";
import { readerOf } from "@/components/time/reader";
import { listActivity } from "@/lib/activity/list-activity";
import { currentMe, read } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Activity" };

type Props = { params: Promise<{ keyId: string }>; searchParams: Promise<Search> };

export default async function KeyActivityPage({ params, searchParams }: Props) {
  const { keyId } = await params;
  const search = searchOf(await searchParams);
  const me = await currentMe();
  const { filter, query } = questionFrom(search, await readerOf(me));
  const source = new URLSearchParams(query);
  source.set("object", keyId);
  return (
    <ActivityPanel
      page={await read(listActivity, { ...filter, object: keyId })}
      search={search}
      address={`/developers/keys/${keyId}/activity`}
      source={{ path: "/activity", query: String(source) }}
      jumps={me.may.includes("activity.list")}
      traces={me.may.includes("traffic.show")}
    />
  );
}
