import type { AccountChoice, Me, StaffMe, Unplaced } from "./session";

/** The header in which our pages say for whom and for which account they were drawn. */
export const pageHeader = "castellan-page";

/** What a page drawn for a visitor says. */
export const pageOfNobody = "nobody";

/** For whom a page was drawn, in what the gate compares and in words. */
export type Drawn = {
  /** what the page sends with everything it asks for (`pageOf`) */
  page: string;
  /** who is signed in; null for nobody, and before an account is picked */
  name: string | null;
  /** the account one works in; null outside of accounts */
  account: { id: string; name: string } | null;
  /** what one works as there */
  as: "user" | "support" | "staff" | "person" | "nobody";
  /** where else one could work */
  accounts: AccountChoice[];
  operator: boolean;
};

/** What is said of a page, from what is known of who is signed in. */
export function drawnOf(page: string, me: Me | StaffMe | Unplaced | null): Drawn {
  if (!me) return { page, name: null, account: null, as: "nobody", accounts: [], operator: false };
  const { accounts, operator } = me;
  if (me.account) {
    const { id, name } = me.account;
    const as = "support" in me && me.support ? "support" : "user";
    return { page, name: me.name, account: { id, name }, as, accounts, operator };
  }
  return "staff" in me
    ? { page, name: me.staff.name, account: null, as: "staff", accounts, operator }
    : { page, name: null, account: null, as: "person", accounts, operator };
}

/** Where a member of the support staff reads that their access has ended. */
export const accessEnded = "/operator/support?access=ended";
