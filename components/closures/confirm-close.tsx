"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { confirmCloseAction } from "@/lib/closures/actions";

/** The second owner's word. */
export function ConfirmClose({ account }: { account: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-small btn-danger" onClick={() => setOpen(true)}>
        Confirm the closing
      </button>
      {open && <Confirm account={account} onClose={() => setOpen(false)} />}
    </>
  );
}

function Confirm({ account, onClose }: { account: string; onClose: () => void }) {
  const router = useRouter();
  const proof = useProof();
  return (
    <Dialog title={`Confirm that ${account} is closed`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={confirmCloseAction}
          input={proof.from}
          refused={proof.refused}
          done={() => {
            toast("The account is being closed. It can come back for thirty days.");
            close();
            router.refresh();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <p>
                  From now on the account cools off for thirty days. Any owner can bring it back in
                  that time; after it there is no way back.
                </p>
                {proof.asked && (
                  <ProofField because="this ends the account" errors={errors} refusal={refusal} />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb="Confirm" danger />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
