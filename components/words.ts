import type { StaffRole } from "@/lib/staff/staff";
import type { Role, Status } from "@/lib/users/user";

import type { Tone } from "./ui/badge";

/** The words and looks of roles and states, said the same on every screen. */
export const roleWords = {
  owner: "Owner",
  administrator: "Administrator",
  auditor: "Auditor",
  user: "User",
} satisfies Record<Role, string>;

export const roleMeanings = {
  owner: "Runs the account and decides who owns it.",
  administrator: "Invites, edits, pauses and deletes users. Never owners.",
  auditor: "Reads everything administrators can read. Changes nothing.",
  user: "Has a place in the account and sees their own profile.",
} satisfies Record<Role, string>;

export const statusWords = {
  invited: "Invited",
  active: "Active",
  paused: "Paused",
  deleted: "In the bin",
} satisfies Record<Status, string>;

export const statusTones = {
  invited: "calm",
  active: "good",
  paused: "warn",
  deleted: "gone",
} satisfies Record<Status, Tone>;

export const staffRoleWords = {
  technical: "Technical",
  support: "Support",
  security: "Security",
} satisfies Record<StaffRole, string>;

export const staffRoleMeanings = {
  technical:
    "Keeps the installation healthy: sees its traffic, and looks at a customer's calls where there is a reason. The customer is told of every look.",
  support: "Helps customers. Sees counts and states, and nothing of what they keep.",
  security: "Sees who is of the staff, and what they did.",
} satisfies Record<StaffRole, string>;
