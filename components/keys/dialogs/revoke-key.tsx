"use client";

import { read } from "@/components/query";
import type { KeyDialogProps } from "@/components/keys/key-actions";
import { WhatStops } from "@/components/keys/what-stops";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { useFetched } from "@/components/users/dialogs/use-fetched";
import { revokeKeyAction } from "@/lib/api-keys/actions";

/** Ends a key, after saying what it did lately. */
export default function RevokeKey({ apiKey, onClose, changed }: KeyDialogProps) {
  const { found } = useFetched((signal) =>
    read("/api-keys/{keyId}", { path: { keyId: apiKey.id } }, signal),
  );
  return (
    <Dialog title={`Revoke ${apiKey.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={revokeKeyAction}
          input={() => ({ keyId: apiKey.id })}
          done={() => {
            toast(`The key ${apiKey.name} is revoked.`);
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>The very next call with it is refused. Nobody can undo this.</li>
                  <li>
                    What it did stays in the activity, and the key stays under “Ended”. An owner can
                    delete it permanently from there.
                  </li>
                  {apiKey.may.includes("api_key.rotate") && (
                    <li>To replace it without a gap, rotate it instead.</li>
                  )}
                </ul>
                {found && <WhatStops use={found.use} brief />}
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb={`Revoke ${apiKey.name}`}
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
