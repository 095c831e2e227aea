"use client";

import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { hasCome } from "@/components/time/moment";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { VerbForm } from "@/components/ui/verb-form";
import { SecretOnce } from "@/components/webhooks/secret-once";
import type { WebhookDialogProps } from "@/components/webhooks/use-webhook-verbs";
import { hostOf } from "@/components/webhooks/words";
import { rotateSecretAction } from "@/lib/webhooks/actions";
import type { RotatedSecret } from "@/lib/webhooks/webhook";

/** Makes a new secret, and lets the old one sign along for as long as the receiver needs. */
export default function RotateSecret({ webhook, onClose, changed }: WebhookDialogProps) {
  const [made, setMade] = useState<RotatedSecret | null>(null);
  const proof = useProof();
  const closed = () => {
    onClose();
    if (made) changed();
  };
  return (
    <Dialog title={`Rotate the secret of ${hostOf(webhook.url)}`} onClose={closed}>
      {(close) =>
        made ? (
          <Made made={made} close={close} />
        ) : (
          <VerbForm
            className="contents"
            verb={rotateSecretAction}
            input={(form) => ({
              webhookId: webhook.id,
              overlapHours: Number(form.get("overlapHours")),
              ...proof.from(form),
            })}
            done={setMade}
            refused={proof.refused}
          >
            {({ pending, errors, refusal }) => (
              <>
                <div className="dialog-body">
                  <p className="text-muted">
                    You get a new secret, shown once. Until the old one runs out, every message is
                    signed with both, so no message is refused while you change over.
                  </p>
                  <SelectField
                    label="The old secret signs along"
                    name="overlapHours"
                    defaultValue="24"
                    error={errors.overlapHours}
                  >
                    <option value="0">Not at all: it has leaked</option>
                    <option value="1">For an hour</option>
                    <option value="24">For a day</option>
                    <option value="168">For a week</option>
                  </SelectField>
                  {proof.asked && (
                    <ProofField
                      because="whoever has the secret can forge messages"
                      errors={errors}
                      refusal={refusal}
                    />
                  )}
                </div>
                <DialogFoot close={close} pending={pending} verb="Make a new secret" />
              </>
            )}
          </VerbForm>
        )
      }
    </Dialog>
  );
}

function Made({ made, close }: { made: RotatedSecret; close: () => void }) {
  const reader = useReader();
  return (
    <>
      <div className="dialog-body">
        <SecretOnce secret={made.secret} />
        <p className="text-muted">
          {hasCome(made.oldExpiresAt) ? (
            "The old secret signs nothing any more."
          ) : (
            <>
              The old secret signs along until{" "}
              <Time at={made.oldExpiresAt} reader={reader} as="full" />.
            </>
          )}
        </p>
      </div>
      <div className="dialog-foot">
        <button type="button" className="btn btn-primary" onClick={close} data-first>
          I have copied it
        </button>
      </div>
    </>
  );
}
