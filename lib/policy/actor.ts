import type { StaffRole } from "@/lib/staff/staff";
import type { Role, Status } from "@/lib/users/user";
import type { PersonalField } from "@/lib/support/personal";
import type { SupportMode, SupportNoun } from "@/lib/support/support";
import type { Scope } from "./scopes";

/** Someone signed in and working in an account, as they are at this moment. */
export type UserActor = {
  kind: "user";
  userId: string;
  personId: string;
  accountId: string;
  role: Role;
  sessionId: string;
  /** when the password was last given in this session */
  confirmedAt: Date;
  name: string;
  email: string;
};

/** What a rule looks at in a user: one who acts themselves, or one whose key acts. */
export type Standing = Pick<UserActor, "kind" | "userId" | "role">;

/** A program that came with an API key. It may what its scopes open, and never more than whoever made it may now. */
export type KeyActor = {
  kind: "key";
  keyId: string;
  accountId: string;
  name: string;
  scopes: readonly Scope[];
  /** whoever made it, as they are now; an owner counts as an administrator, so that no key touches ownership */
  holder: Standing;
};

/** Someone signed in who has not picked an account. */
export type PersonActor = { kind: "person"; personId: string; sessionId: string };

/** One of the installation's own people at work. No role of theirs reads what an account holds. */
export type StaffActor = {
  kind: "staff";
  staffId: string;
  personId: string;
  sessionId: string;
  /** when the password was last given in this session */
  confirmedAt: Date;
  name: string;
  roles: readonly StaffRole[];
  /** the access this session had entered, which has ended since */
  ended?: string;
};

/**
 * One of the support staff inside an account, with consent of one of its owners: in a session of their own, and never as
 * a user. What was agreed to is as it stands at this moment.
 */
export type SupportActor = Omit<StaffActor, "kind" | "roles" | "ended"> & {
  kind: "support";
  accountId: string;
  grantId: string;
  nouns: readonly SupportNoun[];
  fields: readonly PersonalField[];
  mode: SupportMode;
  endsAt: Date;
};

/** Whether someone acts as one of the installation's own people. */
export const isOfStaff = (me: Actor): me is StaffActor | SupportActor =>
  me.kind === "staff" || me.kind === "support";

/** Who can act. Everybody has a shape; "no user means a job" never happens. */
export type Actor =
  | UserActor
  | KeyActor
  | PersonActor
  | StaffActor
  | SupportActor
  | { kind: "visitor" }
  /** a job of the installation, in one account or across them */
  | { kind: "system"; accountId: string | null }
  /** the operator at the command line, who holds the root key */
  | { kind: "operator"; accountId: string | null };

/** What a rule needs to know of the user something is done to. */
export type UserTarget = { id: string; role: Role; status: Status };

/** The user who acts or whose key acts; null for everyone else. */
export const standingOf = (me: Actor): Standing | null =>
  me.kind === "user" ? me : me.kind === "key" ? me.holder : null;

/** The id by which activity and traffic know who acts; null for those who have none. */
export const actorIdOf = (me: Actor): string | null =>
  me.kind === "user" ? me.userId : me.kind === "key" ? me.keyId : isOfStaff(me) ? me.staffId : null;
