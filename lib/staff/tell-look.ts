import type { Left } from "@/lib/gate/command";

/**
 * What a look leaves behind: a line in the activity of the account looked at, and one in the log of the installation, in
 * the transaction of the look (P39). Whoever looks never opens the account: the gate names it. Refused with `not_found`
 * where there is no such account.
 */
export const toldOfLook = (
  accountId: string,
  particulars: { reason: string } & Record<string, unknown>,
): Left[] => [
  { inAccount: accountId, particulars },
  { logged: { id: accountId, name: null }, particulars },
];
