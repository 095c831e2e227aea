"use client";

import { useState } from "react";

import { NewPasswordField } from "@/components/password/new-password-field";
import { PasswordField } from "@/components/password/password-field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { changePasswordAction } from "@/lib/passwords/actions";

/** Changes one's own password; it needs the present one. */
export function PasswordForm({ email, context }: { email: string; context: string[] }) {
  const [times, setTimes] = useState(0);
  return (
    <VerbForm
      key={times}
      verb={changePasswordAction}
      input={(form) => ({ current: form.get("current"), password: form.get("password") })}
      done={() => {
        toast("Your password is changed. Every other device is signed out.");
        setTimes(times + 1);
      }}
    >
      {({ pending, errors }) => (
        <>
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={email}
            readOnly
            hidden
          />
          <PasswordField label="Current password" name="current" error={errors.current} />
          <NewPasswordField context={context} error={errors.password} />
          <div>
            <button className="btn btn-primary" disabled={pending}>
              {pending ? "Changing…" : "Change password"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}
