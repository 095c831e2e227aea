import type { Metadata } from "next";

import { readerOf } from "@/components/time/reader";
import { UserOverview } from "@/components/users/user-overview";
import { currentMe, read } from "@/lib/gate/page";
import { showUser } from "@/lib/users/show-user";

type Props = { params: Promise<{ userId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await read(showUser, await params);
  return { title: name };
}

export default async function UserPage({ params }: Props) {
  const user = await read(showUser, await params);
  return <UserOverview user={user} reader={await readerOf(await currentMe())} />;
}
