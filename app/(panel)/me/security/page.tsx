import type { Metadata } from "next";
import { headers } from "next/headers";

import { EmailForm } from "@/components/me/email-form";
import { PasswordForm } from "@/components/me/password-form";
import { Section } from "@/components/ui/section";
import { PendingEmail } from "@/components/users/pending-email";
import { currentMe } from "@/lib/gate/page";
import { contextWords } from "@/lib/passwords/rules";
import { cancelMyEmailChangeAction } from "@/lib/people/actions";

export const metadata: Metadata = { title: "Your security" };

export default async function SecurityPage() {
  const me = await currentMe();
  const context = contextWords({
    productName: "Castellan",
    accountNames: me.accounts.map(({ name }) => name),
    host: (await headers()).get("host") ?? "",
    names: [me.name],
    emails: [me.email],
  });
  return (
    <div className="grid max-w-2xl gap-5">
      <Section
        title="Password"
        about="Changing it signs every other device out. A letter tells you."
      >
        <PasswordForm email={me.email} context={context} />
      </Section>
      <Section
        title="E-mail address"
        about={
          <>
            You sign in with <bdi className="font-medium text-ink">{me.email}</bdi>, in every
            account.
          </>
        }
      >
        <div className="grid gap-4">
          {me.pendingEmail && (
            <PendingEmail
              address={me.pendingEmail}
              cancel={{ verb: cancelMyEmailChangeAction, input: {} }}
            />
          )}
          <EmailForm />
        </div>
      </Section>
    </div>
  );
}
