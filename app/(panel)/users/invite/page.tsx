import type { Metadata } from "next";

import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { InviteForm } from "@/components/users/invite-form";
import { currentMe } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Invite people" };

export default async function InvitePage() {
  const me = await currentMe();
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Invite people"
        trail={[{ href: "/users", name: "Users" }]}
        about="Each gets a letter with a link to choose a password."
      />
      {me.may.includes("user.invite") ? (
        <InviteForm />
      ) : (
        <Empty title="Your role does not invite">
          Ask an owner or an administrator of the account to do it.
        </Empty>
      )}
    </div>
  );
}
