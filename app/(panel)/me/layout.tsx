import type { ReactNode } from "react";

import { Avatar } from "@/components/ui/avatar";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { roleWords } from "@/components/words";
import { currentMe } from "@/lib/gate/page";

export default async function MeLayout({ children }: { children: ReactNode }) {
  const me = await currentMe();
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-3.5">
            <Avatar id={me.id} name={me.name} large />
            <bdi className="min-w-0">{me.name}</bdi>
          </span>
        }
        about={
          <>
            {roleWords[me.role]} in <bdi>{me.account.name}</bdi>
          </>
        }
      />
      <div className="pb-5">
        <Tabs
          label="About you"
          tabs={[
            { href: "/me", name: "Profile" },
            { href: "/me/security", name: "Security" },
            { href: "/me/sessions", name: "Sessions" },
            { href: "/me/activity", name: "Activity" },
            { href: "/me/privacy", name: "Privacy" },
          ]}
        />
      </div>
      {children}
    </>
  );
}
