"use client";

import { ProofField, useProof } from "@/components/password/proof-field";
import { lengthOf, modeWords } from "@/components/support/words";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { VerbForm } from "@/components/ui/verb-form";
import { enterSupportAction } from "@/lib/support/actions";
import type { MyGrant } from "@/lib/support/support";

type Props = { grant: MyGrant; onClose: () => void };

/** Enters an account that let one in, by a full page load into the customer's panel. */
export default function Enter({ grant: { id, state, mode, minutes }, onClose }: Props) {
  const proof = useProof();
  return (
    <Dialog title="Enter the account" onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={enterSupportAction}
          input={(form) => ({ grantId: id, ...proof.from(form) })}
          refused={proof.refused}
          done={() => window.location.assign("/")}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>{modeWords[mode]}, as yourself and never as one of their users.</li>
                  {state === "invited" && <li>Your {lengthOf(minutes)} begin now.</li>}
                  <li>Every look and every change is recorded, and the owners replay it.</li>
                </ul>
                {proof.asked && (
                  <ProofField
                    because="this opens what a customer keeps"
                    errors={errors}
                    refusal={refusal}
                  />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb="Enter" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
