"use client";

import { dayAfter, dayOf, isDay, startOfDay } from "@/components/time/days";
import { useReader } from "@/components/time/reader-context";
import { KeysAffected } from "@/components/keys/keys-affected";
import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextArea, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { pauseUserAction, resumeUserAction } from "@/lib/users/actions";
import { needsProof } from "@/lib/policy/proof";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

/** Asks why and until when, and says what stops. */
export default function PauseUser({ user, onClose, changed }: VerbDialogProps) {
  const proof = useProof(needsProof("user.pause", user));
  const { zone } = useReader();
  return (
    <Dialog title={`Pause ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={pauseUserAction}
          input={(form) => ({
            userId: user.id,
            reason: form.get("reason"),
            until: instantOf(form.get("until"), zone),
            ...proof.from(form),
          })}
          refused={proof.refused}
          done={() => {
            toast(`${user.name} is paused and signed out of this account.`, () => {
              void resumeUserAction({ userId: user.id }).then(changed);
            });
            close();
            changed();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <WhatStops userId={user.id} />
                <TextArea
                  label="Reason"
                  name="reason"
                  optional
                  rows={2}
                  maxLength={500}
                  help="Owners, administrators and auditors can read it."
                  error={errors.reason}
                />
                <TextField
                  label="Until"
                  name="until"
                  type="date"
                  min={dayAfter(dayOf(new Date(), zone))}
                  optional
                  help="At the start of that day they can sign in again by themselves."
                  error={errors.until}
                />
                {proof.asked && (
                  <ProofField because="this concerns an owner" errors={errors} refusal={refusal} />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb={`Pause ${user.name}`} />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}

/** The instant at which the chosen day starts where the reader is; null when none was chosen. */
function instantOf(day: FormDataEntryValue | null, zone: string): string | null {
  return typeof day === "string" && isDay(day) ? startOfDay(day, zone).toISOString() : null;
}

function WhatStops({ userId }: { userId: string }) {
  return (
    <ul className="grid list-disc gap-1 ps-5 text-muted">
      <li>Every session in this account ends now; the very next request is refused.</li>
      <li>Signing in to this account stops working, also over the API.</li>
      <KeysAffected
        userId={userId}
        one="rests until then, so its program is refused"
        many="rest until then, so their programs are refused"
      />
      <li>Nothing is deleted. Places in other accounts stay as they are.</li>
    </ul>
  );
}
