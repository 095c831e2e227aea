/** A session as its person, or an administrator of the account it works in, sees it. */
export type SessionView = {
  id: string;
  device: string;
  place: string | null;
  kind: "panel" | "api";
  startedAt: string;
  lastSeenAt: string;
  /** the session that asks */
  current: boolean;
};

/** One of the accounts a person can work in. */
export type AccountChoice = { id: string; name: string; role: string; current: boolean };

/** What the panel knows about who is signed in. */
export type Me = {
  id: string;
  personId: string;
  name: string;
  email: string;
  title: string | null;
  role: string;
  locale: string | null;
  timeZone: string | null;
  pendingEmail: string | null;
  version: number;
  account: { id: string; name: string };
  accounts: AccountChoice[];
  /** account-wide verbs and questions allowed, e.g. `user.list`, `user.invite`, `activity.list` */
  may: string[];
};
