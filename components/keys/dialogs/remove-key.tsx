"use client";

import { read } from "@/components/query";
import type { KeyDialogProps } from "@/components/keys/key-actions";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { useFetched } from "@/components/users/dialogs/use-fetched";
import { counted } from "@/components/webhooks/words";
import { removeKeyAction } from "@/lib/api-keys/actions";

/** Permanently deletes a key that has ended, after saying in numbers what goes with it. */
export default function RemoveKey({ apiKey, onClose, changed }: KeyDialogProps) {
  const { found } = useFetched((signal) =>
    read("/api-keys/{keyId}", { path: { keyId: apiKey.id } }, signal),
  );
  return (
    <Dialog title={`Delete ${apiKey.name} permanently`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={removeKeyAction}
          input={() => ({ keyId: apiKey.id })}
          done={() => {
            toast("The key is permanently deleted.");
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>
                    {found
                      ? `This destroys the key and ${counted(found.events, "entry", "entries")} of the activity about it. Nobody can undo this.`
                      : "This destroys the key and all activity about it. Nobody can undo this."}
                  </li>
                  <li>What the key did to others stays in the activity, without its name.</li>
                  <li>Data exports of the account are withdrawn, because they hold it too.</li>
                </ul>
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb="Delete permanently"
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
