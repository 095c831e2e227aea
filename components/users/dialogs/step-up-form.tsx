"use client";

import { useState, type ReactNode } from "react";

import { PasswordField } from "@/components/password/password-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import type { Verb } from "@/components/ui/use-verb";
import { VerbForm } from "@/components/ui/verb-form";

type Props = {
  title: string;
  verb: Verb<unknown>;
  userId: string;
  /** the words on the button */
  says: string;
  done: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog for what needs the actor's own password, unless it was given in the last ten minutes. */
export function StepUpForm({ title, verb, userId, says, done, onClose, children }: Props) {
  const [asks, setAsks] = useState(false);
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={verb}
          input={(form) => ({
            userId,
            ...(form.get("password") ? { password: form.get("password") } : {}),
          })}
          done={() => {
            close();
            done();
          }}
          refused={({ code }) => {
            if (code === "step_up_required" || code === "wrong_password") setAsks(true);
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                {children}
                {asks && (
                  <PasswordField
                    label="Your password"
                    help="Asked again because this decides who owns the account. It counts for ten minutes."
                    error={
                      errors.password ??
                      (refusal?.code === "wrong_password" ? refusal.says : undefined)
                    }
                    autoFocus
                  />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb={says} />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
