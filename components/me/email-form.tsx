"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { PasswordField } from "@/components/password/password-field";
import { EmailField } from "@/components/ui/email-field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { startMyEmailChangeAction } from "@/lib/people/actions";

/** Starts a change of one's own address; the new one must confirm. */
export function EmailForm() {
  const router = useRouter();
  const [times, setTimes] = useState(0);
  return (
    <VerbForm
      key={times}
      verb={startMyEmailChangeAction}
      input={(form) => ({ email: form.get("email"), password: form.get("password") })}
      done={() => {
        toast("A letter is on its way to the new address. It counts once you confirm it there.");
        setTimes(times + 1);
        router.refresh();
      }}
    >
      {({ pending, errors, refusal }) => (
        <>
          <EmailField
            label="New e-mail address"
            autoComplete="email"
            error={errors.email}
            required
          />
          <PasswordField
            label="Your password"
            error={
              errors.password ?? (refusal?.code === "wrong_password" ? refusal.says : undefined)
            }
          />
          <div>
            <button className="btn" disabled={pending}>
              {pending ? "Sending…" : "Send a letter to confirm"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}
