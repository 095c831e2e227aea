"use client";

import { KeysAffected } from "@/components/keys/keys-affected";
import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { deleteUserAction, restoreUserAction } from "@/lib/users/actions";
import { needsProof } from "@/lib/policy/proof";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

/** Puts a user into the bin. */
export default function DeleteUser({ user, onClose, changed }: VerbDialogProps) {
  const proof = useProof(needsProof("user.delete", user));
  return (
    <Dialog title={`Delete ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={deleteUserAction}
          input={(form) => ({ userId: user.id, ...proof.from(form) })}
          refused={proof.refused}
          done={() => {
            toast(`${user.name} is in the bin.`, () => {
              void restoreUserAction({ userId: user.id }).then(changed);
            });
            close();
            changed();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>They are signed out of this account at once and cannot come back in.</li>
                  <KeysAffected
                    userId={user.id}
                    one="stops working with them"
                    many="stop working with them"
                  />
                  <li>
                    They stay in the bin for 30 days and can be restored exactly as they were.
                  </li>
                  <li>After that they are destroyed, together with their activity.</li>
                </ul>
                {proof.asked && (
                  <ProofField because="this concerns an owner" errors={errors} refusal={refusal} />
                )}
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb={`Delete ${user.name}`}
                keep="Keep"
                danger
              />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
