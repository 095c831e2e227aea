import { createAccount } from "@/lib/accounts/create-account";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { valueOf } from "./refused";

/** Creates an account and its owner without a browser. The last line is the link with which the owner sets the password. */
export async function setup(given: {
  account: string;
  email: string;
  name: string;
}): Promise<string[]> {
  const { accountId, link } = valueOf(await execute(createAccount, operatorClaim(null), given));
  return [
    `The account ${given.account} was created (${accountId}).`,
    `${given.name} owns it as soon as the password is set. The letter is in the outbox too; this link does the same:`,
    link,
  ];
}
