import type { ReactNode } from "react";

import { UserHeader } from "@/components/users/user-header";

import { userOf } from "./user";

type Props = { params: Promise<{ userId: string }>; children: ReactNode };

export default async function UserLayout({ params, children }: Props) {
  return (
    <>
      <UserHeader user={await userOf((await params).userId)} />
      {children}
    </>
  );
}
