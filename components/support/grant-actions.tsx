"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState, type ComponentType } from "react";

import type { SupportGrant } from "@/lib/support/support";

import { EndNow } from "./end-now";

export type GrantDialogProps = {
  grant: SupportGrant;
  mostMinutes: number;
  onClose: () => void;
  changed: () => void;
};

type Shown = {
  verb: string;
  says: string;
  chief?: boolean;
  dialog: ComponentType<GrantDialogProps>;
};

const answers: Shown[] = [
  {
    verb: "support.approve",
    says: "Look at it and agree…",
    chief: true,
    dialog: lazy(() => import("./dialogs/approve-request")),
  },
  {
    verb: "support.decline",
    says: "Decline…",
    dialog: lazy(() => import("./dialogs/decline-request")),
  },
];
const invited: Shown[] = [
  {
    verb: "support.end",
    says: "Take the invitation back…",
    dialog: lazy(() => import("./dialogs/take-back")),
  },
];

/** What the reader may do about a request, an invitation or an access that is live; nothing for those who only read. */
export function GrantActions({
  grant,
  mostMinutes,
}: Pick<GrantDialogProps, "grant" | "mostMinutes">) {
  const router = useRouter();
  const [open, setOpen] = useState<Shown | null>(null);
  if (grant.may.length === 0) return null;
  if (grant.state === "live") return <EndNow grantId={grant.id} staff={grant.staff.name} />;
  const offers = [...answers, ...invited].filter(({ verb }) => grant.may.includes(verb));
  const Dialog = open?.dialog;
  return (
    <p className="flex flex-wrap gap-2">
      {offers.map((one) => (
        <button
          key={one.verb}
          type="button"
          className={`btn ${one.chief ? "btn-primary" : ""}`}
          onClick={() => setOpen(one)}
        >
          {one.says}
        </button>
      ))}
      {Dialog && (
        <Suspense
          fallback={
            <span className="sr-only" role="status">
              Opening…
            </span>
          }
        >
          <Dialog
            {...{ grant, mostMinutes }}
            onClose={() => setOpen(null)}
            changed={() => router.refresh()}
          />
        </Suspense>
      )}
    </p>
  );
}
