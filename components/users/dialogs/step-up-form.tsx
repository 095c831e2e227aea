"use client";

import type { ReactNode } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import type { Verb } from "@/components/ui/use-verb";
import { VerbForm } from "@/components/ui/verb-form";

type Props = {
  title: string;
  verb: Verb<unknown>;
  userId: string;
  /** the words on the button */
  says: string;
  done: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog for what needs the actor's own password, unless it was given in the last ten minutes. */
export function StepUpForm({ title, verb, userId, says, done, onClose, children }: Props) {
  const proof = useProof();
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={verb}
          input={(form) => ({ userId, ...proof.from(form) })}
          done={() => {
            close();
            done();
          }}
          refused={proof.refused}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                {children}
                {proof.asked && (
                  <ProofField
                    because="this decides who owns the account"
                    errors={errors}
                    refusal={refusal}
                  />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb={says} />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
