"use client";

import { useRouter } from "next/navigation";

import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { requestAccessAction } from "@/lib/support/actions";
import { USUAL_MINUTES } from "@/lib/support/support";

import { ScopeFields, scopeFrom } from "./scope-fields";
import { WhyFields, whyFrom } from "./why-fields";

type Props = {
  /** whose account, where one came from a list of them */
  accountId: string;
  mostMinutes: number;
};

/** Asks an account to be let in. Nothing is opened by it. */
export function NewRequest({ accountId, mostMinutes }: Props) {
  const router = useRouter();
  return (
    <VerbForm
      className="card grid max-w-2xl gap-5 p-5"
      verb={requestAccessAction}
      input={(form) => ({
        accountId: trimmed(form, "accountId"),
        ...whyFrom(form),
        ...scopeFrom(form),
      })}
      done={() => {
        toast("Asked. All owners get a letter; without an answer it lapses after four days.");
        router.push("/operator/support");
      }}
    >
      {({ pending, errors }) => (
        <>
          <TextField
            label="Account"
            name="accountId"
            defaultValue={accountId}
            help="Its id, as the overview and your ticket have it."
            autoComplete="off"
            error={errors.accountId}
            required
          />
          <WhyFields errors={errors} readers="The owners of the account read it." />
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
            Ask for what you need and no more: an owner sees each line, and can take away from it.
          </p>
          <div className="flex justify-end">
            <button type="submit" className="btn btn-primary" disabled={pending}>
              {pending ? "Working…" : "Ask the owners"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}

function trimmed(form: FormData, name: string) {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : value;
}
