import type { ReactNode } from "react";

import { UserHeader } from "@/components/users/user-header";
import { read } from "@/lib/gate/page";
import { showUser } from "@/lib/users/show-user";

type Props = { params: Promise<{ userId: string }>; children: ReactNode };

export default async function UserLayout({ params, children }: Props) {
  return (
    <>
      <UserHeader user={await read(showUser, await params)} />
      {children}
    </>
  );
}
