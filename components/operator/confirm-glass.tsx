"use client";

import { useRouter } from "next/navigation";

import { ProofField, useProof } from "@/components/password/proof-field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { confirmBreakGlassAction } from "@/lib/support/actions";

/** The second step, by another person: the account is open at once. */
export function ConfirmGlass({ grantId, name }: { grantId: string; name: string }) {
  const router = useRouter();
  const proof = useProof();
  return (
    <VerbForm
      className="grid max-w-md gap-4"
      verb={confirmBreakGlassAction}
      input={(form) => ({ grantId, ...proof.from(form) })}
      refused={proof.refused}
      done={() => {
        toast(`Open for ${name}. All owners are told.`);
        router.refresh();
      }}
    >
      {({ pending, errors, refusal }) => (
        <>
          {proof.asked && (
            <ProofField
              because="this opens an account without consent"
              errors={errors}
              refusal={refusal}
            />
          )}
          <p>
            <button className="btn btn-danger" disabled={pending}>
              {pending ? "Working…" : `Confirm, and open it for ${name}`}
            </button>
          </p>
        </>
      )}
    </VerbForm>
  );
}
