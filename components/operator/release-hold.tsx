"use client";

import { useRouter } from "next/navigation";

import { RefusalNotice } from "@/components/ui/refusal-notice";
import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { releaseHoldAction } from "@/lib/closures/actions";

/** Ends a hold before its day. */
export function ReleaseHold({ accountId, holdId }: { accountId: string; holdId: string }) {
  const router = useRouter();
  const { run, pending, refusal } = useVerb(releaseHoldAction);
  return (
    <div className="grid gap-2">
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      <button
        type="button"
        className="btn btn-small"
        disabled={pending}
        aria-label={`Release the hold on ${accountId}`}
        onClick={() =>
          run({ accountId, holdId }, () => {
            toast("The hold is released, and the owners are told.");
            router.refresh();
          })
        }
      >
        {pending ? "Working…" : "Release"}
      </button>
    </div>
  );
}
