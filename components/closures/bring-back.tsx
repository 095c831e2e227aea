"use client";

import { useRouter } from "next/navigation";

import { RefusalNotice } from "@/components/ui/refusal-notice";
import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { cancelCloseAction } from "@/lib/closures/actions";

/** One click, and the account is not closed. */
export function BringBack() {
  const router = useRouter();
  const { run, pending, refusal } = useVerb(cancelCloseAction);
  return (
    <div className="grid justify-items-start gap-2">
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      <button
        type="button"
        className="btn btn-small"
        disabled={pending}
        onClick={() =>
          run({}, () => {
            toast("The account is not closed. It is exactly as it was.");
            router.refresh();
          })
        }
      >
        {pending ? "Working…" : "Keep the account"}
      </button>
    </div>
  );
}
