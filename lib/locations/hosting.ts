/**
 * How accounts are hosted, in the operator's name (P24). There is one database for all of them, which `lib/env.ts` has one address
 * for; a store of one account's own would need another, and this sentence would have to tell of it.
 */
export function hostingSentence(accounts: number): string {
  const shared =
    accounts === 1
      ? "One shared installation, with one account so far."
      : `One shared installation, with ${accounts} accounts.`;
  return `${shared} No account has a database, a server or a store of its own, and none can be had here.`;
}
