"use client";

import { lazy, Suspense, useState, useTransition, type ComponentType, type ReactNode } from "react";

import type { IconName } from "@/components/ui/icon";
import type { MenuEntry } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { Verb } from "@/components/ui/use-verb";
import type { CommandName } from "@/lib/policy/policy";
import { needsProof } from "@/lib/policy/proof";
import {
  resendInvitationAction,
  restoreUserAction,
  resumeUserAction,
  sendPasswordResetAction,
} from "@/lib/users/actions";
import type { UserRow } from "@/lib/users/user";

import { StepUpForm } from "./dialogs/step-up-form";

/** What a dialog or a verb needs to know of the user it is about. */
export type Subject = Pick<UserRow, "id" | "name" | "email" | "role" | "status">;

export type VerbDialogProps = { user: Subject; onClose: () => void; changed: () => void };

type Shown = { label: string; icon: IconName; danger?: boolean } & (
  | { dialog: ComponentType<VerbDialogProps> }
  | { atOnce: Verb<unknown>; says: (name: string) => string }
);

/** Every verb an administrator can find on a user, in the order it is offered. Dialogs load when they are opened. */
const verbs: Partial<Record<CommandName, Shown>> = {
  "user.edit": { label: "Edit…", icon: "edit", dialog: lazy(() => import("./dialogs/edit-user")) },
  "user.start_email_change": {
    label: "Change e-mail address…",
    icon: "mail",
    dialog: lazy(() => import("./dialogs/change-email")),
  },
  "user.change_role": {
    label: "Change role…",
    icon: "role",
    dialog: lazy(() => import("./dialogs/change-role")),
  },
  "ownership.grant": {
    label: "Make an owner…",
    icon: "owner",
    dialog: lazy(() => import("./dialogs/grant-ownership")),
  },
  "ownership.release": {
    label: "Release ownership…",
    icon: "owner",
    dialog: lazy(() => import("./dialogs/release-ownership")),
  },
  "user.send_reset": {
    label: "Send a link to set a password",
    icon: "security",
    atOnce: sendPasswordResetAction,
    says: (name) => `A letter with a link is on its way to ${name}.`,
  },
  "user.resend_invitation": {
    label: "Resend the invitation",
    icon: "mail",
    atOnce: resendInvitationAction,
    says: (name) => `A fresh invitation is on its way to ${name}. The old link is dead.`,
  },
  "user.end_sessions": {
    label: "End all sessions…",
    icon: "sign-out",
    dialog: lazy(() => import("./dialogs/end-sessions")),
  },
  "user.resume": {
    label: "Resume",
    icon: "resume",
    atOnce: resumeUserAction,
    says: (name) => `${name} is active again.`,
  },
  "user.restore": {
    label: "Restore from the bin",
    icon: "undo",
    atOnce: restoreUserAction,
    says: (name) => `${name} is restored.`,
  },
  "user.pause": {
    label: "Pause…",
    icon: "pause",
    dialog: lazy(() => import("./dialogs/pause-user")),
  },
  "user.revoke_invitation": {
    label: "Withdraw the invitation…",
    icon: "close",
    danger: true,
    dialog: lazy(() => import("./dialogs/revoke-invitation")),
  },
  "user.delete": {
    label: "Delete…",
    icon: "bin",
    danger: true,
    dialog: lazy(() => import("./dialogs/delete-user")),
  },
  "user.remove": {
    label: "Delete permanently…",
    icon: "bin",
    danger: true,
    dialog: lazy(() => import("./dialogs/remove-user")),
  },
};

type Offer = {
  verb: CommandName;
  label: string;
  icon: IconName;
  danger?: boolean;
  select: () => void;
};

/** What the reader may do to this user: the offers, the same as menu entries, and the dialog that is open. */
export function useUserVerbs(
  user: Subject & { may: string[] },
  changed: (verb: CommandName) => void,
): { offers: Offer[]; entries: MenuEntry[]; dialog: ReactNode; pending: boolean } {
  const [open, setOpen] = useState<CommandName | null>(null);
  const [pending, start] = useTransition();

  const offers = Object.entries(verbs)
    .filter(([verb]) => user.may.includes(verb))
    .map(([verb, shown]) => ({
      verb: verb as CommandName,
      label: shown.label,
      icon: shown.icon,
      danger: shown.danger,
      select() {
        if ("dialog" in shown || needsProof(verb, user)) return setOpen(verb as CommandName);
        start(async () => {
          const outcome = await shown.atOnce({ userId: user.id }).catch(() => null);
          toast(
            outcome?.ok
              ? shown.says(user.name)
              : (outcome?.says ?? "The server cannot be reached. Try again."),
          );
          if (outcome?.ok) changed(verb as CommandName);
        });
      },
    }));

  const shown = open && verbs[open];
  const Dialog = shown && "dialog" in shown ? shown.dialog : null;
  return {
    offers,
    entries: grouped(offers),
    pending,
    dialog: open && shown && (Dialog ?? "atOnce" in shown) && (
      <Suspense
        fallback={
          <p className="sr-only" role="status">
            Opening…
          </p>
        }
      >
        {"atOnce" in shown ? (
          <StepUpForm
            title={`${shown.label}: ${user.name}`}
            verb={shown.atOnce}
            userId={user.id}
            says={shown.label}
            onClose={() => setOpen(null)}
            done={() => {
              toast(shown.says(user.name));
              changed(open);
            }}
          >
            <p className="text-muted">This concerns an owner of the account.</p>
          </StepUpForm>
        ) : (
          Dialog && (
            <Dialog user={user} onClose={() => setOpen(null)} changed={() => changed(open)} />
          )
        )}
      </Suspense>
    ),
  };
}

/** A rule stands before the verbs that take something away. */
function grouped(offers: Offer[]): MenuEntry[] {
  const away = offers.findIndex(
    ({ verb }) =>
      verb === "user.pause" || verb === "user.revoke_invitation" || verb === "user.delete",
  );
  const entries: MenuEntry[] = offers.map(({ label, icon, danger, select }) => ({
    label,
    icon,
    danger,
    onSelect: select,
  }));
  return away > 0 ? entries.toSpliced(away, 0, "rule") : entries;
}
