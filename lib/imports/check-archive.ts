import { z } from "zod";

import { TakeOutAccount, TakeOutUser, TakeOutWebhook } from "@/lib/exports/format";
import type { Env } from "@/lib/env";
import { Email, sameEmail, type SameEmail } from "@/lib/shapes/email";
import { Locale } from "@/lib/shapes/locale";
import { TimeZone } from "@/lib/shapes/time-zone";
import { Name } from "@/lib/users/user";
import { mended } from "@/lib/shapes/line";
import { AccountName } from "@/lib/accounts/account";
import { MOST_WEBHOOKS } from "@/lib/webhooks/webhook";
import type { Archive } from "./archive";
import { refuse } from "./refuse";

/** A name from before today's rule is taken as the rule would have it, where that leaves anything. */
const kept = (name: typeof Name) =>
  z
    .string()
    .transform((text) => mended(text) ?? text)
    .pipe(name);

/** What of a user is looked at beyond its shape: an account is made of it, so it must be what a person could have typed. */
export const ImportedUser = TakeOutUser.extend({
  name: kept(Name),
  email: Email,
  locale: Locale.nullable().catch(null),
  timeZone: TimeZone.nullable().catch(null),
});
export const ImportedAccount = TakeOutAccount.extend({ name: kept(AccountName) });

/** What an archive would become. */
export type Checked = {
  archive: string;
  origin: string;
  madeAt: string;
  account: string;
  users: number;
  owners: string[];
  webhooks: number;
};

/**
 * Reads a whole archive and refuses it where anything in it is not as it should be: hashes, counts, shapes, two users of one
 * address, no owner who could be invited, or data of production on its way to somewhere else (P25).
 */
export async function checkArchive(
  archive: Archive,
  { environment }: Pick<Env, "environment">,
): Promise<Checked> {
  const { manifest } = archive;
  const { installation } = manifest;
  if (installation.environment === "production" && environment !== "production") {
    refuse(
      `This archive holds data of production, from ${installation.origin}, and this installation is "${environment}": make synthetic data with npx castellan demo.`,
    );
  }
  await archive.readAll();
  const account = await onlyRow(archive);
  const addresses = new Set<SameEmail>();
  const owners: string[] = [];
  for await (const { row, line } of archive.rows("users", ImportedUser)) {
    if (addresses.has(sameEmail(row.email)))
      refuse(`users.jsonl, line ${line}: ${row.email} is in the archive twice.`);
    addresses.add(sameEmail(row.email));
    if (row.role === "owner" && isInvited(row)) owners.push(row.email);
  }
  if (!owners.length) refuse("The archive has no owner who could be invited.");
  let webhooks = 0;
  for await (const _ of archive.rows("webhooks", TakeOutWebhook)) webhooks += 1;
  if (webhooks > MOST_WEBHOOKS) refuse(`The archive has more than ${MOST_WEBHOOKS} webhooks.`);
  return {
    archive: manifest.archive,
    origin: installation.origin,
    madeAt: manifest.madeAt,
    account: account.name,
    users: addresses.size,
    owners,
    webhooks,
  };
}

/** Who was active or invited is invited; who was paused or in the bin stays so. */
export const isInvited = ({ status }: Pick<TakeOutUser, "status">): boolean =>
  status === "active" || status === "invited";

async function onlyRow(archive: Archive) {
  const rows = [];
  for await (const { row } of archive.rows("account", ImportedAccount)) rows.push(row);
  const [account, more] = rows;
  if (!account || more) refuse("account.jsonl does not have exactly one row.");
  return account;
}
