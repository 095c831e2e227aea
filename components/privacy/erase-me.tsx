"use client";

import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { VerbForm } from "@/components/ui/verb-form";
import { eraseMeAction } from "@/lib/people/actions";

/** Erasing oneself everywhere, at once. */
export function EraseMe() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="btn btn-small btn-danger-quiet"
        onClick={() => setOpen(true)}
      >
        Erase me everywhere
      </button>
      {open && <Erase onClose={() => setOpen(false)} />}
    </>
  );
}

function Erase({ onClose }: { onClose: () => void }) {
  const proof = useProof();
  const [letter, setLetter] = useState(false);
  return (
    <Dialog title="Erase me everywhere" onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={eraseMeAction}
          input={(form) => ({ letter, ...proof.from(form) })}
          refused={proof.refused}
          done={() => window.location.replace("/sign-in?erased")}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>
                    Your places in all accounts go, your sessions, letters and password, and the
                    keys your data is sealed with.
                  </li>
                  <li>What you did to others stays on record, without your name.</li>
                  <li>It is done at once, and nobody can undo it.</li>
                </ul>
                <label className="flex items-start gap-2.5">
                  <input
                    type="checkbox"
                    className="mt-1 size-4"
                    checked={letter}
                    onChange={(event) => setLetter(event.target.checked)}
                  />
                  <span>
                    Send me the certificate by letter. My address is kept for it, sealed, until no
                    backup is left, and then destroyed.
                  </span>
                </label>
                {proof.asked && (
                  <ProofField because="this cannot be undone" errors={errors} refusal={refusal} />
                )}
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb="Erase me everywhere"
                keep="Stay"
                danger
              />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
