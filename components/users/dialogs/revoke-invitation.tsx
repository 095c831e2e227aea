"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { restoreUserAction, revokeInvitationAction } from "@/lib/users/actions";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

/** Takes back an invitation nobody has accepted. */
export default function RevokeInvitation({ user, onClose, changed }: VerbDialogProps) {
  return (
    <Dialog title={`Withdraw the invitation of ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={revokeInvitationAction}
          input={() => ({ userId: user.id })}
          done={() => {
            toast(`The invitation of ${user.name} is withdrawn.`, () => {
              void restoreUserAction({ userId: user.id }).then(changed);
            });
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <p className="text-muted">
                  The link in the letter to <bdi className="font-medium text-ink">{user.email}</bdi>{" "}
                  stops working, and they go into the bin for 30 days.
                </p>
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb="Withdraw the invitation"
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
