"use client";

import { useEffect, useState, useSyncExternalStore } from "react";

import { Icon } from "./icon";
import { current, dismiss, subscribe, type Toast } from "./toast";
import { Sentence } from "./sentence";

const none: Toast[] = [];

/** Where toasts appear: announced politely, reachable by keyboard, resting while someone is on them. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribe, current, () => none);
  return (
    <section
      aria-label="Notices"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-30 grid justify-items-center gap-2 sm:inset-x-auto sm:end-6 sm:bottom-6 sm:justify-items-end"
    >
      {toasts.map((toast) => (
        <Slip key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Slip({ toast }: { toast: Toast }) {
  const [resting, setResting] = useState(false);

  useEffect(() => {
    if (resting) return;
    const timer = setTimeout(() => dismiss(toast.id), toast.undo ? 12_000 : 7_000);
    return () => clearTimeout(timer);
  }, [resting, toast]);

  return (
    <div
      className="pointer-events-auto flex max-w-md items-center gap-2 rounded-lg border border-line bg-surface py-2 ps-3.5 pe-2 shadow-float"
      onMouseEnter={() => setResting(true)}
      onMouseLeave={() => setResting(false)}
      onFocus={() => setResting(true)}
      onBlur={() => setResting(false)}
    >
      <Icon name="check" className="text-good" />
      <p className="min-w-0 flex-1 wrap-anywhere">
        <Sentence says={toast.says} />
      </p>
      {toast.undo && (
        <button
          type="button"
          className="btn btn-small"
          onClick={() => {
            toast.undo?.();
            dismiss(toast.id);
          }}
        >
          Undo
        </button>
      )}
      <button
        type="button"
        className="btn btn-quiet btn-square"
        aria-label="Dismiss"
        onClick={() => dismiss(toast.id)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
