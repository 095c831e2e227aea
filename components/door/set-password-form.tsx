"use client";

import { useState } from "react";

import { NewPasswordField } from "@/components/password/new-password-field";
import { VerbForm } from "@/components/ui/verb-form";
import { setPasswordAction } from "@/lib/passwords/actions";

import { DoorTitle } from "./door-title";
import { Renewal } from "./link-gate";
import type { OpenedLink } from "./use-link";

/** Chooses the password; a link that dies meanwhile can be replaced without losing what was typed. */
export default function SetPasswordForm({ token, link }: { token: string; link: OpenedLink }) {
  const [died, setDied] = useState(false);
  return (
    <>
      <DoorTitle
        title={link.purpose === "reset" ? "Choose a new password" : "Welcome. Choose your password"}
      >
        {link.purpose === "invitation" && link.account ? (
          <>
            You were invited to <bdi className="font-medium text-ink">{link.account}</bdi> as{" "}
            <bdi>{link.email}</bdi>.
          </>
        ) : link.purpose === "staff-invitation" ? (
          <>
            You are of the staff of this installation, as <bdi>{link.email}</bdi>.
          </>
        ) : (
          <>
            For <bdi>{link.email}</bdi>. Every device that is signed in will be signed out.
          </>
        )}
      </DoorTitle>
      {died && <Renewal token={token} address={link.email} />}
      <VerbForm
        verb={setPasswordAction}
        input={(form) => ({ token, password: form.get("password") })}
        done={() => window.location.assign("/sign-in?password-set")}
        refused={(refusal) => setDied(refusal.code === "link_dead")}
      >
        {({ pending, errors }) => (
          <>
            <NewPasswordField
              label="Password"
              context={link.context}
              token={token}
              error={errors.password}
            />
            <button className="btn btn-primary btn-wide" disabled={pending}>
              {pending ? "Setting…" : "Set password"}
            </button>
          </>
        )}
      </VerbForm>
    </>
  );
}
