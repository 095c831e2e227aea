"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { endAccessAction } from "@/lib/support/actions";

import type { GrantDialogProps } from "@/components/support/grant-actions";

/** Takes an invitation back before anybody entered. */
export default function TakeBack({ grant, onClose, changed }: GrantDialogProps) {
  const { name } = grant.staff;
  return (
    <Dialog title={`Take back the invitation of ${name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={endAccessAction}
          input={() => ({ grantId: grant.id })}
          done={() => {
            toast(`${name} is not invited any more.`);
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <p className="dialog-body text-muted">
                Nothing was looked at yet. You can invite them again at any time.
              </p>
              <DialogFoot close={close} pending={pending} verb="Take it back" keep="Keep" danger />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
