"use client";

import { lazy, Suspense, useState } from "react";

import { Icon } from "@/components/ui/icon";
import type { UserRow } from "@/lib/users/user";

import { bulkVerbs, type BulkVerb } from "./bulk-verbs";

const BulkDialog = lazy(() => import("./dialogs/bulk"));

type Props = { rows: UserRow[]; clear: () => void; changed: () => void };

/** Appears with a selection and offers what at least one of the selected allows. */
export function BulkBar({ rows, clear, changed }: Props) {
  const [open, setOpen] = useState<BulkVerb | null>(null);
  const offered = bulkVerbs.filter(({ verb }) => rows.some(({ may }) => may.includes(verb)));
  return (
    <section
      aria-label="With the selected users"
      className="sticky bottom-4 z-10 mx-auto flex max-w-full flex-wrap items-center gap-2 rounded-lg border border-line bg-surface py-2 ps-4 pe-2 shadow-float"
    >
      <p className="pe-2 font-semibold tabular-nums" role="status">
        {rows.length} selected
      </p>
      {offered.map((one) => (
        <button
          key={one.verb}
          type="button"
          className={`btn btn-small ${one.danger ? "btn-danger-quiet" : ""}`}
          onClick={() => setOpen(one)}
        >
          <Icon name={one.icon} className="size-4" />
          {one.label.replace(/ of$/, "")}
        </button>
      ))}
      {offered.length === 0 && (
        <span className="text-muted">There is nothing you may do with these.</span>
      )}
      <button type="button" className="btn btn-quiet btn-small" onClick={clear}>
        Clear selection
      </button>
      {open && (
        <Suspense
          fallback={
            <p className="sr-only" role="status">
              Opening…
            </p>
          }
        >
          <BulkDialog verb={open} rows={rows} onClose={() => setOpen(null)} changed={changed} />
        </Suspense>
      )}
    </section>
  );
}
