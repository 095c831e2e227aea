import type { Metadata } from "next";
import { headers } from "next/headers";

import { PasswordForm } from "@/components/me/password-form";
import { Section } from "@/components/ui/section";
import { staffRoleMeanings, staffRoleWords } from "@/components/words";
import { currentStaff } from "@/lib/gate/page";
import { contextWords } from "@/lib/passwords/rules";

export const metadata: Metadata = { title: "Your security" };

export default async function StaffMePage() {
  const { staff, accounts } = await currentStaff();
  const context = contextWords({
    productName: "Castellan",
    accountNames: accounts.map(({ name }) => name),
    host: (await headers()).get("host") ?? "",
    names: [staff.name],
    emails: [staff.email],
  });
  return (
    <div className="grid max-w-2xl gap-5">
      <Section title="Your roles" about="The operator gives and takes them on the command line.">
        <dl className="facts">
          {staff.roles.map((role) => (
            <div key={role} className="contents">
              <dt>{staffRoleWords[role]}</dt>
              <dd>{staffRoleMeanings[role]}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section
        title="Password"
        about="Changing it signs every other device out. A letter tells you."
      >
        <PasswordForm email={staff.email} context={context} />
      </Section>
    </div>
  );
}
