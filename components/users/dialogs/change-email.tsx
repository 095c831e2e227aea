"use client";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { EmailField } from "@/components/ui/email-field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { startEmailChangeAction } from "@/lib/users/actions";
import { needsProof } from "@/lib/policy/proof";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

/** Starts a change of address; nothing changes until the new address confirms. */
export default function ChangeEmail({ user, onClose, changed }: VerbDialogProps) {
  const proof = useProof(needsProof("user.start_email_change", user));
  return (
    <Dialog title={`Change the e-mail address of ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={startEmailChangeAction}
          input={(form) => ({ userId: user.id, email: form.get("email"), ...proof.from(form) })}
          refused={proof.refused}
          done={() => {
            toast("A letter is on its way to the new address. It counts once it is confirmed.");
            close();
            changed();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>
                    Until the new address confirms,{" "}
                    <bdi className="font-medium text-ink">{user.email}</bdi> stays.
                  </li>
                  <li>
                    The old address is notified at once. It has a day to stop the change before the
                    new one can confirm.
                  </li>
                  <li>It is the address they sign in with.</li>
                  <li>Someone who is in another account too can only change it themselves.</li>
                </ul>
                <EmailField
                  label="New e-mail address"
                  autoComplete="off"
                  error={errors.email}
                  required
                  data-first
                />
                {proof.asked && (
                  <ProofField because="this concerns an owner" errors={errors} refusal={refusal} />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb="Ask to confirm" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
