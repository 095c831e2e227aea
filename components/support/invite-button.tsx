"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";

import { Icon } from "@/components/ui/icon";

const InviteSupport = lazy(() => import("./dialogs/invite-support"));

type Props = { staff: { id: string; name: string }[]; mostMinutes: number };

/** Opens the invitation of one of the support staff. */
export function InviteButton({ staff, mostMinutes }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        <Icon name="invite" />
        Invite support…
      </button>
      {open && (
        <Suspense
          fallback={
            <span className="sr-only" role="status">
              Opening…
            </span>
          }
        >
          <InviteSupport
            {...{ staff, mostMinutes }}
            onClose={() => setOpen(false)}
            changed={() => router.refresh()}
          />
        </Suspense>
      )}
    </>
  );
}
