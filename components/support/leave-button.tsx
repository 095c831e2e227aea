"use client";

import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { leaveSupportAction } from "@/lib/support/actions";

/** Goes back to the operator's area by a full page load, so that nothing of the account stays in the browser's memory. */
export function LeaveButton() {
  const { run, pending } = useVerb(leaveSupportAction);
  return (
    <button
      type="button"
      className="btn btn-small"
      disabled={pending}
      onClick={() =>
        run(
          {},
          () => window.location.assign("/operator/support"),
          ({ says }) => toast(says),
        )
      }
    >
      {pending ? "Leaving…" : "Leave"}
    </button>
  );
}
