import type { Metadata } from "next";

import { readerOf } from "@/components/time/reader";
import { UserOverview } from "@/components/users/user-overview";
import { listKeys } from "@/lib/api-keys/list-keys";
import { currentMe, read } from "@/lib/gate/page";

import { userOf } from "./user";

type Props = { params: Promise<{ userId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await userOf((await params).userId);
  return { title: name };
}

export default async function UserPage({ params }: Props) {
  const me = await currentMe();
  const user = await userOf((await params).userId);
  const keys = me.may.includes("api_key.list")
    ? (await read(listKeys, { holder: user.id, state: "live", limit: 100 })).data
    : [];
  return <UserOverview user={user} reader={await readerOf(me)} keys={keys} />;
}
