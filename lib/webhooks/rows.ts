import { and, eq, gt, isNull, ne, or, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookEndpoints, webhookSecrets } from "@/lib/db/schema";
import { newId } from "@/lib/db/id";
import type { TargetThing } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";

export type WebhookRecord = typeof webhookEndpoints.$inferSelect;

/** An endpoint found inside the actor's account. */
export type FoundWebhook = TargetThing & { kind: "webhook"; url: string; row: WebhookRecord };

const urlPlace = (id: string) => ({ table: "webhook_endpoints", column: "url", row: id });
const descriptionPlace = (id: string) => ({
  table: "webhook_endpoints",
  column: "description",
  row: id,
});
const secretPlace = (id: string) => ({ table: "webhook_secrets", column: "secret", row: id });

export const sealUrl = (vault: Vault, id: string, url: string) => vault.seal(urlPlace(id), url);
export const openUrl = (vault: Vault, row: WebhookRecord) => vault.open(urlPlace(row.id), row.url);
export const sealDescription = (vault: Vault, id: string, description: string | null) =>
  description === null ? null : vault.seal(descriptionPlace(id), description);
export const openDescription = (vault: Vault, row: WebhookRecord): string | null =>
  row.description && vault.open(descriptionPlace(row.id), row.description);

/** What an endpoint is called in the activity: the host it leads to. */
export const nameOf = (url: string): string => new URL(url).host;

/** The endpoint of that id in the actor's account; not found for every other id, and for one that was deleted. */
export async function findWebhook({
  db,
  me,
  input,
}: {
  db: Database;
  me: Actor;
  input: { webhookId: string };
}): Promise<FoundWebhook> {
  const accountId = accountOf(me);
  const [row] = await db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.accountId, accountId),
        eq(webhookEndpoints.id, input.webhookId),
        ne(webhookEndpoints.state, "deleted"),
      ),
    );
  if (!row) throw new Failure("not_found");
  const url = openUrl(await accountVault(db, accountId), row);
  const { id, version } = row;
  return { kind: "webhook", id, name: nameOf(url), holder: null, version, url, row };
}

/** Writes columns of an endpoint as it was found, counting the version on. Refused with `changed_meanwhile`. */
export async function updateWebhook(
  db: Database,
  row: Pick<WebhookRecord, "accountId" | "id" | "version">,
  set: Partial<WebhookRecord>,
): Promise<void> {
  const { rowCount } = await db
    .update(webhookEndpoints)
    .set({ ...set, version: sql`${webhookEndpoints.version} + 1` })
    .where(
      and(
        eq(webhookEndpoints.accountId, row.accountId),
        eq(webhookEndpoints.id, row.id),
        eq(webhookEndpoints.version, row.version),
      ),
    );
  if (rowCount !== 1) throw new Failure("changed_meanwhile");
}

export async function insertSecret(
  db: Database,
  { accountId, id: endpointId }: Pick<WebhookRecord, "accountId" | "id">,
  secret: string,
): Promise<void> {
  const id = newId();
  const vault = await accountVault(db, accountId);
  await db
    .insert(webhookSecrets)
    .values({ accountId, endpointId, id, secret: vault.seal(secretPlace(id), secret) });
}

export type Secret = { id: string; secret: string; createdAt: Date; expiresAt: Date | null };

/** The secrets that sign at a moment, the newest first. */
export async function secretsOf(
  db: Database,
  { accountId, id }: Pick<WebhookRecord, "accountId" | "id">,
  at: Date,
): Promise<Secret[]> {
  const vault = await accountVault(db, accountId);
  const rows = await db
    .select()
    .from(webhookSecrets)
    .where(
      and(
        eq(webhookSecrets.accountId, accountId),
        eq(webhookSecrets.endpointId, id),
        or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, at)),
      ),
    );
  return rows
    .map((row) => ({ ...row, secret: vault.open(secretPlace(row.id), row.secret) }))
    .toSorted((one, other) => (one.id < other.id ? 1 : -1));
}

/** Counts one more message for an endpoint. */
export async function nextSequence(
  db: Database,
  { accountId, id }: Pick<WebhookRecord, "accountId" | "id">,
): Promise<number> {
  const [row] = await db
    .update(webhookEndpoints)
    .set({ sequence: sql`${webhookEndpoints.sequence} + 1` })
    .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, id)))
    .returning({ sequence: webhookEndpoints.sequence });
  return row!.sequence;
}
