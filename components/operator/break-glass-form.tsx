"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { ScopeFields, scopeFrom } from "@/components/support/scope-fields";
import { WhyFields, whyFrom } from "@/components/support/why-fields";
import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { breakGlassAction } from "@/lib/support/actions";

/** The first of two steps. Nothing opens by it. */
export function BreakGlassForm({ mostMinutes }: { mostMinutes: number }) {
  const router = useRouter();
  const [asked, setAsked] = useState(0);
  return (
    <VerbForm
      key={asked}
      className="grid max-w-2xl gap-5"
      verb={breakGlassAction}
      input={(form) => ({
        accountId: String(form.get("accountId") ?? "").trim(),
        ...whyFrom(form),
        ...scopeFrom(form),
      })}
      done={() => {
        toast("All owners are told. It waits for a second person now.");
        setAsked(asked + 1);
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          <TextField
            label="Account"
            name="accountId"
            help="Its id."
            autoComplete="off"
            error={errors.accountId}
            required
          />
          <WhyFields errors={errors} readers="The owners and the review read it." />
          <ScopeFields
            chosen={{ nouns: [], fields: [], mode: "view", minutes: mostMinutes }}
            mostMinutes={mostMinutes}
            errors={errors}
          />
          <div className="flex justify-end">
            <button type="submit" className="btn btn-danger" disabled={pending}>
              {pending ? "Working…" : "Ask a second person"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}
