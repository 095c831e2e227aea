import type { Metadata } from "next";

import { MySessions } from "@/components/sessions/my-sessions";
import { readerOf } from "@/components/time/reader";
import { currentMe, read } from "@/lib/gate/page";
import { listMySessions } from "@/lib/sessions/list-my-sessions";

export const metadata: Metadata = { title: "Your sessions" };

export default async function MySessionsPage() {
  const { data } = await read(listMySessions, {});
  return <MySessions sessions={data} reader={await readerOf(await currentMe())} />;
}
