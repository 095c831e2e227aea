"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { startEmailChangeAction } from "@/lib/users/actions";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

/** Starts a change of address; nothing changes until the new address confirms. */
export default function ChangeEmail({ user, onClose, changed }: VerbDialogProps) {
  return (
    <Dialog title={`Change the e-mail address of ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={startEmailChangeAction}
          input={(form) => ({ userId: user.id, email: form.get("email") })}
          done={() => {
            toast("A letter is on its way to the new address. It counts once it is confirmed.");
            close();
            changed();
          }}
        >
          {({ pending, errors }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>
                    Until the new address confirms,{" "}
                    <bdi className="font-medium text-ink">{user.email}</bdi> stays.
                  </li>
                  <li>The old address is told and can take the change back.</li>
                  <li>It is the address they sign in with.</li>
                  <li>Someone who is in another account too can only change it themselves.</li>
                </ul>
                <TextField
                  label="New e-mail address"
                  name="email"
                  type="email"
                  autoComplete="off"
                  error={errors.email}
                  required
                  data-first
                />
              </div>
              <DialogFoot close={close} pending={pending} verb="Ask to confirm" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
