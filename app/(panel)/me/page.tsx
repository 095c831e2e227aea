import type { Metadata } from "next";

import { LeaveAccount } from "@/components/me/leave-account";
import { ProfileForm } from "@/components/me/profile-form";
import { Section } from "@/components/ui/section";
import { currentMe } from "@/lib/gate/page";

export const metadata: Metadata = { title: "Your profile" };

export default async function MePage() {
  const { name, title, locale, timeZone, version, account, may } = await currentMe();
  return (
    <div className="grid max-w-2xl gap-5">
      <Section
        title="Profile"
        about="How you are called in this account, and how you are told times."
      >
        <ProfileForm key={version} me={{ name, title, locale, timeZone, version }} />
      </Section>
      {may.includes("user.leave") && (
        <Section title="Leave this account" actions={<LeaveAccount account={account.name} />}>
          <p className="text-muted">You give up your place here. Nobody else is affected.</p>
        </Section>
      )}
    </div>
  );
}
