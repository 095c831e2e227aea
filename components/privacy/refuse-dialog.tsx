"use client";

import { useRouter } from "next/navigation";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { answerRequestAction } from "@/lib/privacy/actions";

type Props = { user: { id: string; name: string }; onClose: () => void };

/** Refuses what somebody asked for, with a reason that they read. */
export function RefuseDialog({ user, onClose }: Props) {
  const router = useRouter();
  const proof = useProof(false);
  return (
    <Dialog title={`Refuse to erase ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={answerRequestAction}
          input={(form) => ({
            userId: user.id,
            answer: "refuse",
            ...(form.get("reason") ? { reason: form.get("reason") } : {}),
            ...proof.from(form),
          })}
          refused={proof.refused}
          done={() => {
            toast(`${user.name} is told why.`);
            close();
            router.refresh();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <p className="text-muted">
                  You may refuse where a law wants it kept, or where you need it for a claim. They
                  read the reason in a letter, and may complain to an authority.
                </p>
                <TextArea label="Why it cannot be done" name="reason" error={errors.reason} />
                {proof.asked && (
                  <ProofField because="this concerns an owner" errors={errors} refusal={refusal} />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb={`Refuse ${user.name}`} />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
