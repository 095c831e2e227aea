"use client";

import { ProofField, useProof } from "@/components/password/proof-field";
import { ScopeFields, scopeFrom } from "@/components/support/scope-fields";
import { WhyFields, whyFrom } from "@/components/support/why-fields";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { inviteSupportAction } from "@/lib/support/actions";
import { USUAL_MINUTES } from "@/lib/support/support";

type Props = {
  staff: { id: string; name: string }[];
  mostMinutes: number;
  onClose: () => void;
  changed: () => void;
};

/** Asks one of the support staff in; the time begins when they enter. */
export default function InviteSupport({ staff, mostMinutes, onClose, changed }: Props) {
  const proof = useProof();
  return (
    <Dialog title="Invite support" onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={inviteSupportAction}
          input={(form) => ({
            staffId: form.get("staffId"),
            ...whyFrom(form),
            ...scopeFrom(form),
            ...proof.from(form),
          })}
          refused={proof.refused}
          done={() => {
            toast("Invited. The time begins when they enter.");
            close();
            changed();
          }}
        >
          {({ pending, errors, refusal }) => (
            <>
              <div className="dialog-body">
                <SelectField
                  label="Whom"
                  name="staffId"
                  help="It is for this person alone."
                  error={errors.staffId}
                >
                  {staff.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </SelectField>
                <WhyFields errors={errors} readers="The one you invite reads it." />
                <ScopeFields
                  chosen={{
                    nouns: [],
                    fields: [],
                    mode: "view",
                    minutes: Math.min(USUAL_MINUTES, mostMinutes),
                  }}
                  mostMinutes={mostMinutes}
                  errors={errors}
                />
                <p className="text-muted">
                  The time begins when they enter. Whoever has not entered after four days is not
                  invited any more.
                </p>
                {proof.asked && (
                  <ProofField
                    because="this opens the account to somebody else"
                    errors={errors}
                    refusal={refusal}
                  />
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb="Invite" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
