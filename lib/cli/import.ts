import { resolve } from "node:path";

import type { Env } from "@/lib/env";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { openArchive } from "@/lib/imports/archive";
import { checkArchive } from "@/lib/imports/check-archive";
import { importAccount } from "@/lib/imports/import-account";
import { valueOf } from "./refused";

/** Makes a new account out of a take-out archive, or only looks whether it could. The last lines are the owners' links. */
export async function importArchive(env: Env, named: string, check: boolean): Promise<string[]> {
  // npx runs us in the project; the name was typed where it was called
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), named);
  if (check) {
    const archive = await openArchive(path);
    try {
      const { account, origin, madeAt, users, owners, webhooks } = await checkArchive(archive, env);
      return [
        `The archive is whole: the account ${account} from ${origin}, of ${madeAt.slice(0, 16).replace("T", " ")} UTC.`,
        `It would become ${users} users and ${webhooks} webhooks. These owners would be invited: ${owners.join(", ")}.`,
      ];
    } finally {
      archive.close();
    }
  }
  const made = valueOf(await execute(importAccount, operatorClaim(null), { path }));
  return [
    `The account is there (${made.accountId}): ${made.users} users and ${made.webhooks} webhooks, as many as the manifest says.`,
    "It waits for one of its owners, who have letters; then they invite the others. API keys are not imported, and webhooks are paused.",
    ...made.invitations.map(({ email, link }) => `${email}  ${link}`),
  ];
}
