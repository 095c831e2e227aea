"use client";

import { useState } from "react";

import type { KeyDialogProps } from "@/components/keys/key-actions";
import { NetworksField, networksError, networksFrom } from "@/components/keys/networks-field";
import { ScopePicker } from "@/components/keys/scope-picker";
import { read } from "@/components/query";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { useEdit } from "@/components/ui/overtaken";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyView } from "@/lib/api-keys/api-key";

/** Name, addresses, and scopes, which can only be taken away. */
export default function EditKey({ apiKey, onClose, changed }: KeyDialogProps) {
  return (
    <Dialog title={`Edit ${apiKey.name}`} onClose={onClose}>
      {(close) => <Edit {...{ apiKey, close, changed }} />}
    </Dialog>
  );
}

type Fields = { name: string; networks: string; version: number };
const fieldsOf = ({ name, networks, version }: ApiKeyView): Fields => ({
  name,
  networks: networks.join("\n"),
  version,
});

type Props = Pick<KeyDialogProps, "apiKey" | "changed"> & { close: () => void };

function Edit({ apiKey: key, close, changed }: Props) {
  const [typed, setTyped] = useState<FormData | null>(null);
  const latest = async () => fieldsOf(await read("/api-keys/{keyId}", { path: { keyId: key.id } }));
  const edit = useEdit<Fields>(fieldsOf(key), latest, {
    name: "Name",
    networks: "Only from these addresses",
  });
  return (
    <VerbForm
      className="contents"
      verb={(input) => editKeyAction(input, edit.version)}
      refused={edit.refused}
      input={(form) => {
        setTyped(form);
        return {
          keyId: key.id,
          name: form.get("name"),
          networks: networksFrom(form),
          scopes: form.getAll("scopes"),
        };
      }}
      done={() => {
        toast("The key is changed. Its next call knows.");
        close();
        changed();
      }}
    >
      {({ pending, errors }) => (
        <>
          <div className="dialog-body">
            {edit.notice}
            <TextField
              label="Name"
              name="name"
              defaultValue={key.name}
              autoComplete="off"
              error={errors.name}
              required
            />
            <ScopePicker offered={key.scopes} chosen={key.scopes} error={errors.scopes} />
            <p className="text-sm text-muted">
              What you take away cannot be given back. For more, make another key.
            </p>
            <NetworksField value={key.networks} error={networksError(errors, typed)} />
          </div>
          <DialogFoot
            close={close}
            pending={pending}
            verb={edit.overtaken ? "Save mine" : "Save changes"}
          />
        </>
      )}
    </VerbForm>
  );
}
