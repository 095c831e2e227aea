"use client";

import { NewPasswordField } from "@/components/password/new-password-field";
import { EmailField } from "@/components/ui/email-field";
import { TextField } from "@/components/ui/field";
import { VerbForm } from "@/components/ui/verb-form";
import { setUpAction } from "@/lib/accounts/actions";

import { DoorTitle } from "./door-title";
import type { OpenedLink } from "./use-link";

/** The first account and its owner. */
export default function SetUpForm({ token, link }: { token: string; link: OpenedLink }) {
  return (
    <>
      <DoorTitle title="Set up Castellan">Name the first account and become its owner.</DoorTitle>
      <VerbForm
        verb={setUpAction}
        input={(form) => ({ token, ...Object.fromEntries(form) })}
        done={() => window.location.assign("/sign-in?password-set")}
      >
        {({ pending, errors }) => (
          <>
            <TextField
              label="Account"
              name="account"
              help="Usually your organisation. It can be renamed."
              autoComplete="organization"
              error={errors.account}
              required
            />
            <TextField
              label="Your name"
              name="name"
              autoComplete="name"
              error={errors.name}
              required
            />
            <EmailField
              label="Your e-mail address"
              autoComplete="username"
              help="You sign in with it."
              error={errors.email}
              required
            />
            <NewPasswordField
              label="Password"
              context={link.context}
              token={token}
              error={errors.password}
            />
            <button className="btn btn-primary btn-wide" disabled={pending}>
              {pending ? "Setting up…" : "Create the account"}
            </button>
          </>
        )}
      </VerbForm>
    </>
  );
}
