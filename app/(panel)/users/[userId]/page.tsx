import type { Metadata } from "next";

import { readerOf } from "@/components/time/reader";
import { UserOverview } from "@/components/users/user-overview";
import { currentMe } from "@/lib/gate/page";

import { userOf } from "./user";

type Props = { params: Promise<{ userId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await userOf((await params).userId);
  return { title: name };
}

export default async function UserPage({ params }: Props) {
  const user = await userOf((await params).userId);
  return <UserOverview user={user} reader={await readerOf(await currentMe())} />;
}
