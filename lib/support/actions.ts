"use server";

import { action } from "@/lib/gate/action";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { endAccess } from "./end-access";
import { enterSupport } from "./enter-support";
import { inviteSupport } from "./invite-support";
import { leaveSupport } from "./leave-support";
import { requestAccess } from "./request-access";
import { unmaskField } from "./unmask-field";
import { withdrawRequest } from "./withdraw-request";

export const requestAccessAction = action(requestAccess);
export const withdrawRequestAction = action(withdrawRequest);
export const inviteSupportAction = action(inviteSupport);
export const approveRequestAction = action(approveRequest);
export const declineRequestAction = action(declineRequest);
export const enterSupportAction = action(enterSupport);
export const leaveSupportAction = action(leaveSupport);
export const unmaskFieldAction = action(unmaskField);
export const endAccessAction = action(endAccess);
