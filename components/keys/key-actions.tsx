"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState, type ComponentType } from "react";

import { Icon, type IconName } from "@/components/ui/icon";
import type { ApiKeyView } from "@/lib/api-keys/api-key";
import type { CommandName } from "@/lib/policy/policy";

export type KeyDialogProps = { apiKey: ApiKeyView; onClose: () => void; changed: () => void };

type Shown = {
  label: string;
  icon: IconName;
  danger?: boolean;
  dialog: ComponentType<KeyDialogProps>;
};

const verbs: Partial<Record<CommandName, Shown>> = {
  "api_key.rotate": {
    label: "Rotate",
    icon: "rotate",
    dialog: lazy(() => import("./dialogs/rotate-key")),
  },
  "api_key.edit": { label: "Edit", icon: "edit", dialog: lazy(() => import("./dialogs/edit-key")) },
  "api_key.revoke": {
    label: "Revoke",
    icon: "close",
    danger: true,
    dialog: lazy(() => import("./dialogs/revoke-key")),
  },
  "api_key.remove": {
    label: "Delete permanently…",
    icon: "bin",
    danger: true,
    dialog: lazy(() => import("./dialogs/remove-key")),
  },
};

/** What the reader may do with this key, each as a button with a dialog of its own. */
export function KeyActions({ apiKey }: { apiKey: ApiKeyView }) {
  const router = useRouter();
  const [open, setOpen] = useState<CommandName | null>(null);
  /** What was done shows at once; a permanently deleted key has no page any more. */
  function changed() {
    if (open === "api_key.remove") router.replace("/developers/keys");
    router.refresh();
  }
  const Dialog = open && verbs[open]?.dialog;
  return (
    <>
      {Object.entries(verbs)
        .filter(([verb]) => apiKey.may.includes(verb))
        .map(([verb, { label, icon, danger }]) => (
          <button
            key={verb}
            type="button"
            className={`btn ${danger ? "btn-danger-quiet" : ""}`}
            onClick={() => setOpen(verb as CommandName)}
          >
            <Icon name={icon} />
            {label}
          </button>
        ))}
      {Dialog && (
        <Suspense
          fallback={
            <p className="sr-only" role="status">
              Opening…
            </p>
          }
        >
          <Dialog apiKey={apiKey} onClose={() => setOpen(null)} changed={changed} />
        </Suspense>
      )}
    </>
  );
}
