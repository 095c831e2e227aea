"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { endUserSessionsAction } from "@/lib/sessions/actions";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

/** Signs a user out everywhere in this account. */
export default function EndSessions({ user, onClose, changed }: VerbDialogProps) {
  return (
    <Dialog title={`End all sessions of ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={endUserSessionsAction}
          input={() => ({ userId: user.id })}
          done={() => {
            toast(`${user.name} is signed out everywhere in this account.`);
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <p className="text-muted">
                  Every device and every API token that is signed in to this account is signed out
                  at once. They can sign in again with their password.
                </p>
              </div>
              <DialogFoot close={close} pending={pending} verb="End all sessions" danger />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
