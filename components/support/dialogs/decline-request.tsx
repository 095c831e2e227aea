"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { declineRequestAction } from "@/lib/support/actions";

import type { GrantDialogProps } from "@/components/support/grant-actions";

/** Says no to a request, and why. */
export default function DeclineRequest({ grant, onClose, changed }: GrantDialogProps) {
  const { name } = grant.staff;
  return (
    <Dialog title={`Decline the request of ${name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={declineRequestAction}
          input={(form) => ({ grantId: grant.id, reason: form.get("reason") })}
          done={() => {
            toast(`Declined. ${name} reads why.`);
            close();
            changed();
          }}
        >
          {({ pending, errors }) => (
            <>
              <div className="dialog-body">
                <TextArea
                  label="Why not?"
                  name="reason"
                  maxLength={500}
                  help={`${name} reads it.`}
                  error={errors.reason}
                  required
                />
              </div>
              <DialogFoot close={close} pending={pending} verb="Decline" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
