"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editAccountAction } from "@/lib/accounts/actions";

/** Renames the account. */
export function EditAccount({ name, version }: { name: string; version: number }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <button type="button" className="btn btn-small" onClick={() => setOpen(true)}>
        Rename
      </button>
      {open && (
        <Dialog title="Rename the account" onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={editAccountAction}
              input={(form) => ({ name: form.get("name"), version })}
              done={() => {
                toast("The account is renamed.");
                close();
                router.refresh();
              }}
            >
              {({ pending, errors }) => (
                <>
                  <div className="dialog-body">
                    <TextField
                      label="Name"
                      name="name"
                      defaultValue={name}
                      help="Everyone in the account sees it, also in letters."
                      error={errors.name}
                      required
                      data-first
                    />
                  </div>
                  <DialogFoot close={close} pending={pending} verb="Rename" />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}
