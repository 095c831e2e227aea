"use client";

import { useRouter } from "next/navigation";

import { SelectField, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { decideReviewAction } from "@/lib/support/actions";

type Props = { itemId: string; name: string; aboutGrant: boolean };

/** Decides one question of a review, in words that are kept. */
export function DecideItem({ itemId, name, aboutGrant }: Props) {
  const router = useRouter();
  return (
    <VerbForm
      verb={decideReviewAction}
      input={(form) => ({ itemId, decision: form.get("decision"), words: form.get("words") })}
      done={() => {
        toast("Decided.");
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] sm:items-start">
          <SelectField label="Decision" name="decision" error={errors.decision}>
            <option value="keep">{aboutGrant ? "It was in order" : `${name} goes on`}</option>
            {!aboutGrant && <option value="remove">Take the role support away</option>}
            <option value="escalate">Somebody has to look into it</option>
          </SelectField>
          <TextField label="Why?" name="words" maxLength={500} error={errors.words} required />
          <button className="btn btn-primary sm:mt-6.5" disabled={pending}>
            {pending ? "Working…" : "Decide"}
          </button>
        </div>
      )}
    </VerbForm>
  );
}
