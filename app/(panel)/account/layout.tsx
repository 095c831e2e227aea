import type { ReactNode } from "react";

import { AccountHeader } from "@/components/account/account-header";
import { currentMe } from "@/lib/gate/page";

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { account } = await currentMe();
  return (
    <>
      <AccountHeader name={account.name} />
      {children}
    </>
  );
}
