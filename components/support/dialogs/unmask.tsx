"use client";

import { fieldWords } from "@/components/support/words";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField, TextArea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { unmaskFieldAction } from "@/lib/support/actions";
import type { PersonalField } from "@/lib/support/personal";

type Props = {
  /** whom it is about, as far as they are not masked */
  user: { id: string; name: string };
  fields: readonly PersonalField[];
  onClose: () => void;
  changed: () => void;
};

/** Shows one personal field of one user in clear, with a reason that the account reads. */
export default function Unmask({ user, fields, onClose, changed }: Props) {
  return (
    <Dialog title={`Unmask a field of ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={unmaskFieldAction}
          input={(form) => ({
            objectKind: "user",
            objectId: user.id,
            field: form.get("field"),
            reason: form.get("reason"),
          })}
          done={() => {
            toast("It stands in clear now, and the account reads why.");
            close();
            changed();
          }}
        >
          {({ pending, errors }) => (
            <>
              <div className="dialog-body">
                <SelectField label="Which" name="field" error={errors.field}>
                  {fields.map((field) => (
                    <option key={field} value={field}>
                      {fieldWords[field][0]}
                    </option>
                  ))}
                </SelectField>
                <TextArea
                  label="What for?"
                  name="reason"
                  maxLength={500}
                  help="The account reads it in its activity, and when it replays your steps."
                  error={errors.reason}
                  required
                />
              </div>
              <DialogFoot close={close} pending={pending} verb="Unmask" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
