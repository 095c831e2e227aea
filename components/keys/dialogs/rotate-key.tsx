"use client";

import { useState } from "react";

import type { KeyDialogProps } from "@/components/keys/key-actions";
import { NewKeyCode } from "@/components/keys/key-once";
import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { VerbForm } from "@/components/ui/verb-form";
import { rotateKeyAction } from "@/lib/api-keys/actions";
import { DEFAULT_OVERLAP, type NewApiKey } from "@/lib/api-keys/api-key";

const overlaps = [
  [0, "It ends now"],
  [1, "For an hour"],
  [24, "For a day"],
  [72, "For 3 days"],
  [168, "For 7 days"],
] as const;

/** Makes a successor, says how long the old key goes on, and shows the new one, once. */
export default function RotateKey({ apiKey, onClose, changed }: KeyDialogProps) {
  const [made, setMade] = useState<NewApiKey | null>(null);
  const proof = useProof();
  return (
    <Dialog
      title={made ? `The successor of ${apiKey.name}` : `Rotate ${apiKey.name}`}
      onClose={() => {
        onClose();
        if (made) changed();
      }}
    >
      {(close) =>
        made ? (
          <>
            <div className="dialog-body">
              <p className="text-muted">
                Copy it now and hand it to the program. It is shown this once and never again.
              </p>
              <NewKeyCode made={made} />
            </div>
            <div className="dialog-foot">
              <button type="button" className="btn btn-primary" onClick={close}>
                I have copied it
              </button>
            </div>
          </>
        ) : (
          <VerbForm
            className="contents"
            verb={rotateKeyAction}
            input={(form) => ({
              keyId: apiKey.id,
              overlapHours: Number(form.get("overlapHours")),
              ...proof.from(form),
            })}
            done={setMade}
            refused={proof.refused}
          >
            {({ pending, errors, refusal }) => (
              <>
                <div className="dialog-body">
                  <ul className="grid list-disc gap-1 ps-5 text-muted">
                    <li>You get a new key with the same name, scopes and addresses.</li>
                    <li>Hand it to the program while the old one goes on.</li>
                  </ul>
                  <SelectField
                    label="The old key goes on"
                    name="overlapHours"
                    defaultValue={DEFAULT_OVERLAP}
                    error={errors.overlapHours}
                  >
                    {overlaps.map(([hours, says]) => (
                      <option key={hours} value={hours}>
                        {says}
                      </option>
                    ))}
                  </SelectField>
                  {proof.asked && (
                    <ProofField
                      because="whoever has the new key acts for you"
                      errors={errors}
                      refusal={refusal}
                    />
                  )}
                </div>
                <DialogFoot close={close} pending={pending} verb="Rotate the key" />
              </>
            )}
          </VerbForm>
        )
      }
    </Dialog>
  );
}
