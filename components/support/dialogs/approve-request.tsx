"use client";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Preview } from "@/components/support/preview";
import { ScopeFields, scopeFrom } from "@/components/support/scope-fields";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { approveRequestAction } from "@/lib/support/actions";

import type { GrantDialogProps } from "@/components/support/grant-actions";

/** Agrees to a request, or to less of it; never to more. */
export default function ApproveRequest({ grant, mostMinutes, onClose, changed }: GrantDialogProps) {
  const { name } = grant.staff;
  const proof = useProof();
  const most = Math.min(grant.minutes, mostMinutes);
  return (
    <Dialog title={`Let ${name} in`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={approveRequestAction}
          input={(form) => ({ grantId: grant.id, ...scopeFrom(form), ...proof.from(form) })}
          refused={proof.refused}
          done={() => {
            toast(`${name} may look in now. Every step is recorded.`);
            close();
            changed();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <p className="text-muted">
                  This is what was asked for. Take away what is not needed; nothing can be added.
                </p>
                <ScopeFields
                  offered={grant}
                  chosen={{ ...grant, minutes: most }}
                  mostMinutes={most}
                  errors={errors}
                />
                <Preview grantId={grant.id} />
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>
                    The time begins now. Access is for <bdi>{name}</bdi> alone and ends by itself.
                  </li>
                  <li>Every owner can end it at once, and replay each step.</li>
                </ul>
                {proof.asked && (
                  <ProofField
                    because="this opens the account to somebody else"
                    errors={errors}
                    refusal={refusal}
                  />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb={`Let ${name} in`} />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
