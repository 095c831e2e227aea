import type { ReactNode } from "react";

import { Avatar } from "@/components/ui/avatar";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { staffRoleWords } from "@/components/words";
import { currentStaff } from "@/lib/gate/page";

export default async function StaffMeLayout({ children }: { children: ReactNode }) {
  const { id, name, roles } = (await currentStaff()).staff;
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-3.5">
            <Avatar id={id} name={name} large />
            <bdi className="min-w-0">{name}</bdi>
          </span>
        }
        about={`Staff of this installation: ${roles.map((role) => staffRoleWords[role].toLowerCase()).join(", ")}`}
      />
      <div className="pb-5">
        <Tabs
          label="About you"
          tabs={[
            { href: "/operator/me", name: "Security" },
            { href: "/operator/me/sessions", name: "Sessions" },
          ]}
        />
      </div>
      {children}
    </>
  );
}
