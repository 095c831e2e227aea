"use client";

import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { VerbForm } from "@/components/ui/verb-form";
import { leaveAccountAction } from "@/lib/users/actions";

/** Leaving is one's own verb; nobody deletes themselves. */
export function LeaveAccount({ account }: { account: string }) {
  const [open, setOpen] = useState(false);
  const proof = useProof(false);
  return (
    <>
      <button
        type="button"
        className="btn btn-small btn-danger-quiet"
        onClick={() => setOpen(true)}
      >
        Leave
      </button>
      {open && (
        <Dialog title={`Leave ${account}`} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={leaveAccountAction}
              input={proof.from}
              refused={proof.refused}
              done={() => window.location.replace("/sign-in?left")}
            >
              {({ pending, errors, refusal }) => (
                <>
                  <div className="dialog-body">
                    <ul className="grid list-disc gap-1 ps-5 text-muted">
                      <li>
                        You are signed out of this account at once and cannot come back in by
                        yourself.
                      </li>
                      <li>For 30 days whoever runs the account can restore you as you were.</li>
                      <li>Your places in other accounts stay.</li>
                    </ul>
                    {proof.asked && (
                      <ProofField because="you own the account" errors={errors} refusal={refusal} />
                    )}
                  </div>
                  <DialogFoot
                    close={close}
                    pending={pending}
                    verb="Leave the account"
                    keep="Stay"
                    danger
                  />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}
