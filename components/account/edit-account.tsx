"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { useEdit } from "@/components/ui/overtaken";
import { read } from "@/components/query";
import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editAccountAction } from "@/lib/accounts/actions";

/** Renames the account. */
export function EditAccount({ name, version }: { name: string; version: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-small" onClick={() => setOpen(true)}>
        Rename
      </button>
      {open && (
        <Dialog title="Rename the account" onClose={() => setOpen(false)}>
          {(close) => <Rename {...{ name, version, close }} />}
        </Dialog>
      )}
    </>
  );
}

type Opened = { name: string; version: number };

function Rename({ name, version, close }: Opened & { close: () => void }) {
  const router = useRouter();
  const latest = () => read("/account", {});
  const edit = useEdit<Opened>({ name, version }, latest, { name: "Name" });
  return (
    <VerbForm
      className="contents"
      verb={(input) => editAccountAction(input, edit.version)}
      refused={edit.refused}
      input={(form) => ({ name: form.get("name") })}
      done={() => {
        toast("The account is renamed.");
        close();
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          <div className="dialog-body">
            {edit.notice}
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
  );
}
