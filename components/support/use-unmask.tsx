"use client";

import { lazy, Suspense, useState, type ReactNode } from "react";

import { useUnmaskable } from "./support-context";

const Unmask = lazy(() => import("./dialogs/unmask"));

/** The offer to unmask a field of a user, and its dialog while it is open; no offer where nothing may be unmasked. */
export function useUnmask(
  user: { id: string; name: string },
  changed: () => void,
): { offer: (() => void) | null; dialog: ReactNode } {
  const fields = useUnmaskable();
  const [open, setOpen] = useState(false);
  if (fields.length === 0) return { offer: null, dialog: null };
  return {
    offer: () => setOpen(true),
    dialog: open && (
      <Suspense
        fallback={
          <p className="sr-only" role="status">
            Opening…
          </p>
        }
      >
        <Unmask {...{ user, fields, changed }} onClose={() => setOpen(false)} />
      </Suspense>
    ),
  };
}
