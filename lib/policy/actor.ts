import type { Role, Status } from "@/lib/users/user";

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

/** Someone signed in who has not picked an account. */
export type PersonActor = { kind: "person"; personId: string; sessionId: string };

/** Who can act. Everybody has a shape; "no user means a job" never happens. */
export type Actor =
  | UserActor
  | PersonActor
  | { kind: "visitor" }
  /** a job of the installation, in one account or across them */
  | { kind: "system"; accountId: string | null }
  /** the operator at the command line, who holds the root key */
  | { kind: "operator"; accountId: string | null };

/** What a rule needs to know of the user something is done to. */
export type UserTarget = { id: string; role: Role; status: Status };
