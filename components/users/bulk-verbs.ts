import {
  changeRoleAction,
  deleteUserAction,
  pauseUserAction,
  resendInvitationAction,
  restoreUserAction,
  resumeUserAction,
  revokeInvitationAction,
} from "@/lib/users/actions";
import type { IconName } from "@/components/ui/icon";
import type { Outcome } from "@/lib/gate/failure";
import type { CommandName } from "@/lib/policy/policy";

export type BulkVerb = {
  verb: CommandName;
  /** the word on the button, and before "3 users" */
  label: string;
  icon: IconName;
  danger?: boolean;
  /** what it means for each of them */
  means: string;
  asksRole?: boolean;
  run: (userId: string, given: { role: string; password?: unknown }) => Promise<Outcome<unknown>>;
  /** takes it back from one of them, where that is possible */
  undo?: (userId: string) => Promise<Outcome<unknown>>;
};

/** What can be done to many users at once; each of them is asked for on its own, with its own refusal. */
export const bulkVerbs: BulkVerb[] = [
  {
    verb: "user.resend_invitation",
    label: "Resend the invitations of",
    icon: "mail",
    means: "Each gets a fresh letter. The links sent before stop working.",
    run: (userId) => resendInvitationAction({ userId }),
  },
  {
    verb: "user.change_role",
    label: "Change the role of",
    icon: "role",
    means: "Each gets the role you choose, at once.",
    asksRole: true,
    run: (userId, { role }) => changeRoleAction({ userId, role }),
  },
  {
    verb: "user.resume",
    label: "Resume",
    icon: "resume",
    means: "They can sign in again at once.",
    run: (userId, { password }) => resumeUserAction({ userId, password }),
  },
  {
    verb: "user.restore",
    label: "Restore",
    icon: "undo",
    means: "They come out of the bin exactly as they were.",
    run: (userId, { password }) => restoreUserAction({ userId, password }),
  },
  {
    verb: "user.pause",
    label: "Pause",
    icon: "pause",
    means: "They are signed out of this account at once and stay out until they are resumed.",
    run: (userId, { password }) => pauseUserAction({ userId, reason: null, until: null, password }),
    undo: (userId) => resumeUserAction({ userId }),
  },
  {
    verb: "user.revoke_invitation",
    label: "Withdraw the invitations of",
    icon: "close",
    danger: true,
    means: "The links in their letters stop working.",
    run: (userId) => revokeInvitationAction({ userId }),
  },
  {
    verb: "user.delete",
    label: "Delete",
    icon: "bin",
    danger: true,
    means: "They go into the bin for 30 days and can be restored from there.",
    run: (userId, { password }) => deleteUserAction({ userId, password }),
    undo: (userId) => restoreUserAction({ userId }),
  },
];
