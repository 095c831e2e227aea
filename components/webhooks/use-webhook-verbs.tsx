"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState, type ComponentType } from "react";

import type { IconName } from "@/components/ui/icon";
import type { MenuEntry } from "@/components/ui/menu";
import type { CommandName } from "@/lib/policy/policy";
import type { WebhookView } from "@/lib/webhooks/webhook";

/** What a dialog needs to know of the webhook it is about. */
export type Subject = Pick<WebhookView, "id" | "url" | "topics" | "state" | "counts" | "may">;

export type WebhookDialogProps = { webhook: Subject; onClose: () => void; changed: () => void };

type Shown = {
  label: string;
  icon: IconName;
  danger?: boolean;
  dialog: ComponentType<WebhookDialogProps>;
};

/** Every verb that opens a dialog, in the order it is offered. Dialogs load when they are opened. */
const verbs: Partial<Record<CommandName, Shown>> = {
  "webhook.resume": {
    label: "Resume…",
    icon: "resume",
    dialog: lazy(() => import("./dialogs/resume")),
  },
  "webhook.replay_range": {
    label: "Replay messages…",
    icon: "undo",
    dialog: lazy(() => import("./dialogs/replay-range")),
  },
  "webhook.rotate_secret": {
    label: "Rotate the secret…",
    icon: "rotate",
    dialog: lazy(() => import("./dialogs/rotate-secret")),
  },
  "webhook.pause": {
    label: "Pause…",
    icon: "pause",
    dialog: lazy(() => import("./dialogs/pause")),
  },
  "webhook.delete": {
    label: "Delete…",
    icon: "bin",
    danger: true,
    dialog: lazy(() => import("./dialogs/delete")),
  },
};

/** What the reader may do to this webhook: ways to do each, the same as menu entries, and the dialog that is open. */
export function useWebhookVerbs(webhook: Subject) {
  const [open, setOpen] = useState<CommandName | null>(null);
  const router = useRouter();
  const offers = Object.entries(verbs)
    .filter(([verb]) => webhook.may.includes(verb))
    .map(([verb, { label, icon, danger }]) => ({
      verb: verb as CommandName,
      ...{ label, icon, danger },
      select: () => setOpen(verb as CommandName),
    }));

  /** What was done shows at once; a deleted webhook has no page any more. */
  function changed() {
    if (open === "webhook.delete") router.replace("/developers/webhooks");
    router.refresh();
  }

  const Dialog = open && verbs[open]?.dialog;
  return {
    offers,
    entries: offers.map(({ label, icon, danger, select }): MenuEntry => ({
      label,
      icon,
      danger,
      onSelect: select,
    })),
    dialog: Dialog && (
      <Suspense
        fallback={
          <p className="sr-only" role="status">
            Opening…
          </p>
        }
      >
        <Dialog webhook={webhook} onClose={() => setOpen(null)} changed={changed} />
      </Suspense>
    ),
  };
}
