"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { placeHoldAction } from "@/lib/closures/actions";

/** Places a hold on an account, by its id. */
export function PlaceHold() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-small" onClick={() => setOpen(true)}>
        Place a hold
      </button>
      {open && (
        <Dialog title="Place a hold" onClose={() => setOpen(false)}>
          {(close) => <Place close={close} />}
        </Dialog>
      )}
    </>
  );
}

function Place({ close }: { close: () => void }) {
  const router = useRouter();
  return (
    <VerbForm
      className="contents"
      verb={placeHoldAction}
      input={(form) => ({
        accountId: String(form.get("accountId")).trim(),
        category: form.get("category"),
        until: form.get("until"),
      })}
      done={() => {
        toast("The hold is placed, and the owners are told.");
        close();
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          <div className="dialog-body">
            <TextField
              label="Id of the account"
              name="accountId"
              autoComplete="off"
              error={errors.accountId}
              required
              data-first
            />
            <SelectField label="Why" name="category" error={errors.category}>
              <option value="legal">Legal reasons</option>
              <option value="evidence">To keep evidence</option>
            </SelectField>
            <TextField
              label="Until"
              name="until"
              type="date"
              help="It ends by itself on that day."
              error={errors.until}
              required
            />
          </div>
          <DialogFoot close={close} pending={pending} verb="Place the hold" />
        </>
      )}
    </VerbForm>
  );
}
