"use client";

import { useEffect, useId, useRef, type ReactNode } from "react";
import { Sentence } from "./sentence";

type Props = {
  title: string;
  onClose: () => void;
  /** what stands inside; it is handed the way to close */
  children: (close: () => void) => ReactNode;
};

/** A native modal dialog: it keeps the focus, closes on Escape and gives the focus back. Mounted means open. */
export function Dialog({ title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    element.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => element.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onClose={(event) => {
        if (event.target === dialog.current && !dialog.current.open) onClose();
      }}
    >
      <h2 id={titleId} className="px-5.5 pt-5 text-xl wrap-anywhere">
        <Sentence says={title} />
      </h2>
      {children(() => dialog.current?.close())}
    </dialog>
  );
}

/** The row of buttons under a dialog: the safe choice first, the verb last. */
export function DialogFoot({
  close,
  pending,
  verb,
  danger,
  keep = "Cancel",
  held,
}: {
  close: () => void;
  pending: boolean;
  verb: string;
  danger?: boolean;
  keep?: string;
  /** something is still missing before the verb can be done */
  held?: boolean;
}) {
  return (
    <div className="dialog-foot">
      <button type="button" className="btn" onClick={close} data-first={danger || undefined}>
        {keep}
      </button>
      <button
        type="submit"
        className={`btn ${danger ? "btn-danger" : "btn-primary"}`}
        disabled={pending || held}
      >
        {pending ? "Working…" : <Sentence says={verb} />}
      </button>
    </div>
  );
}
