"use server";

import { z } from "zod";

import { action, panelClaim } from "@/lib/gate/action";
import { execute } from "@/lib/gate/execute";
import { Failure, type Outcome, refusal } from "@/lib/gate/failure";
import { cancelEmailChange } from "./cancel-email-change";
import { changeRole } from "./change-role";
import { deleteUser } from "./delete-user";
import { editUser } from "./edit-user";
import { inviteUser } from "./invite-user";
import { leaveAccount } from "./leave-account";
import { pauseUser } from "./pause-user";
import { removeUser } from "./remove-user";
import { resendInvitation } from "./resend-invitation";
import { restoreUser } from "./restore-user";
import { resumeUser } from "./resume-user";
import { revokeInvitation } from "./revoke-invitation";
import { sendReset } from "./send-reset";
import { startEmailChange } from "./start-email-change";

export const editUserAction = action(editUser);
export const startEmailChangeAction = action(startEmailChange);
export const cancelEmailChangeAction = action(cancelEmailChange);
export const pauseUserAction = action(pauseUser);
export const resumeUserAction = action(resumeUser);
export const changeRoleAction = action(changeRole);
export const deleteUserAction = action(deleteUser);
export const restoreUserAction = action(restoreUser);
export const removeUserAction = action(removeUser);
export const resendInvitationAction = action(resendInvitation);
export const revokeInvitationAction = action(revokeInvitation);
export const sendPasswordResetAction = action(sendReset);
export const leaveAccountAction = action(leaveAccount);

const Many = z.object({
  emails: z.array(z.string().max(300)).min(1).max(100),
  role: z.string(),
  name: z.string().optional(),
});

type Invited =
  | { email: string; ok: true; userId: string }
  | { email: string; ok: false; says: string };

/** Invites many addresses one after the other, each with a result of its own. */
export async function inviteUsersAction(input: unknown): Promise<Outcome<{ results: Invited[] }>> {
  const { claim, trusted } = await panelClaim();
  if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
  const many = Many.safeParse(input);
  if (!many.success) {
    const fields = { emails: "Give between 1 and 100 addresses." };
    return refusal(new Failure("invalid", { fields }), claim.request.id);
  }
  const results: Invited[] = [];
  for (const email of many.data.emails) {
    const outcome = await execute(inviteUser, claim, {
      email,
      role: many.data.role,
      name: many.data.emails.length === 1 ? many.data.name : undefined,
    });
    if (outcome.ok) results.push({ email, ok: true, userId: outcome.value.userId });
    else if (
      ["unauthenticated", "forbidden", "page_of_another"].includes(outcome.code) &&
      !results.length
    )
      return outcome;
    else
      results.push({
        email,
        ok: false,
        says: Object.values(outcome.fields ?? {})[0] ?? outcome.says,
      });
  }
  return { ok: true, value: { results }, requestId: claim.request.id };
}
