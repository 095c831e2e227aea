"use client";

import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { SelectField, TextField } from "@/components/ui/field";
import { VerbForm } from "@/components/ui/verb-form";
import { createKeyAction } from "@/lib/api-keys/actions";
import type { NewApiKey } from "@/lib/api-keys/api-key";
import type { Scope } from "@/lib/policy/scopes";

import { KeyOnce } from "./key-once";
import { NetworksField, networksError, networksFrom } from "./networks-field";
import { ScopePicker } from "./scope-picker";

type Props = {
  offered: readonly Scope[];
  /** lives to choose from, each with its last day as the reader tells it */
  lives: { days: number; until: string }[];
  usual: number;
};

/** Asks what the key is called, what it may, for how long and from where; then shows it, once. */
export function NewKey({ offered, lives, usual }: Props) {
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [typed, setTyped] = useState<FormData | null>(null);
  const proof = useProof();
  if (made) return <KeyOnce made={made} />;
  return (
    <VerbForm
      verb={createKeyAction}
      className="card grid gap-5 p-5"
      input={(form) => {
        setTyped(form);
        return {
          name: form.get("name"),
          scopes: form.getAll("scopes"),
          expiresInDays: Number(form.get("expiresInDays")),
          networks: networksFrom(form),
          ...proof.from(form),
        };
      }}
      done={setMade}
      refused={proof.refused}
    >
      {({ pending, errors, refusal }) => (
        <>
          <TextField
            label="Name"
            name="name"
            help="Say which program uses it, so that everyone knows what stops when it ends."
            placeholder="Nightly import"
            autoComplete="off"
            error={errors.name}
            required
          />
          <ScopePicker offered={offered} error={errors.scopes ?? errors["scopes.0"]} />
          <SelectField
            label="How long it lives"
            name="expiresInDays"
            defaultValue={usual}
            help="You get a letter a week before. Rotating it gives it a new life."
            error={errors.expiresInDays}
          >
            {lives.map(({ days, until }) => (
              <option key={days} value={days}>
                {days} days, until {until}
              </option>
            ))}
          </SelectField>
          <NetworksField error={networksError(errors, typed)} />
          {proof.asked && (
            <ProofField
              because="whoever has the key acts for you"
              errors={errors}
              refusal={refusal}
            />
          )}
          <div className="flex justify-end">
            <button type="submit" className="btn btn-primary" disabled={pending}>
              {pending ? "Working…" : "Make the key"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}
