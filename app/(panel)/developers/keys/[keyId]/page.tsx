import type { Metadata } from "next";

import { KeyOverview } from "@/components/keys/key-overview";
import { readerOf } from "@/components/time/reader";
import { currentMe, read } from "@/lib/gate/page";
import { listCalls } from "@/lib/traffic/list-calls";

import { keyOf } from "./key";

type Props = { params: Promise<{ keyId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await keyOf((await params).keyId);
  return { title: name };
}

export default async function KeyPage({ params }: Props) {
  const key = await keyOf((await params).keyId);
  const me = await currentMe();
  const calls = me.may.includes("traffic.list")
    ? (await read(listCalls, { key: key.id, limit: 5 })).data
    : null;
  return <KeyOverview apiKey={key} reader={await readerOf(me)} calls={calls} />;
}
