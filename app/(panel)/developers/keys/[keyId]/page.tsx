import type { Metadata } from "next";

import { KeyOverview } from "@/components/keys/key-overview";
import { readerOf } from "@/components/time/reader";
import { currentMe } from "@/lib/gate/page";

import { keyOf } from "./key";

type Props = { params: Promise<{ keyId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await keyOf((await params).keyId);
  return { title: name };
}

export default async function KeyPage({ params }: Props) {
  const key = await keyOf((await params).keyId);
  const me = await currentMe();
  return (
    <KeyOverview apiKey={key} reader={await readerOf(me)} calls={me.may.includes("traffic.list")} />
  );
}
