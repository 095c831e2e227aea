"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";

import { toast } from "@/components/ui/toast";
import { type Verb, useVerb } from "@/components/ui/use-verb";
import { endAccessAction, withdrawRequestAction } from "@/lib/support/actions";
import type { MyGrant } from "@/lib/support/support";

const Enter = lazy(() => import("./dialogs/enter"));

/** What one of the support staff may do about a request or an access of their own. */
export function MyGrantActions({ grant }: { grant: MyGrant }) {
  const { id, may } = grant;
  const [entering, setEntering] = useState(false);
  if (may.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-2">
      {may.includes("support.enter") && (
        <button type="button" className="btn btn-primary" onClick={() => setEntering(true)}>
          Enter…
        </button>
      )}
      {may.includes("support.withdraw") && (
        <AtOnce
          grantId={id}
          verb={withdrawRequestAction}
          label="Withdraw"
          says="Your request is withdrawn."
        />
      )}
      {may.includes("support.end") && (
        <AtOnce
          grantId={id}
          verb={endAccessAction}
          label="Give it back"
          says="You have no access any more."
        />
      )}
      {entering && (
        <Suspense
          fallback={
            <span className="sr-only" role="status">
              Opening…
            </span>
          }
        >
          <Enter grant={grant} onClose={() => setEntering(false)} />
        </Suspense>
      )}
    </p>
  );
}

type Props = { grantId: string; verb: Verb<unknown>; label: string; says: string };

function AtOnce({ grantId, verb, label, says }: Props) {
  const router = useRouter();
  const { run, pending } = useVerb(verb);
  return (
    <button
      type="button"
      className="btn"
      disabled={pending}
      onClick={() =>
        run(
          { grantId },
          () => {
            toast(says);
            router.refresh();
          },
          (refusal) => {
            toast(refusal.says);
            router.refresh();
          },
        )
      }
    >
      {label}
    </button>
  );
}
