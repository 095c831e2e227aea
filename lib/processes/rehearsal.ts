import pg from "pg";

import { createApi } from "@/lib/api/api";
import { insistOnEveryKey } from "@/lib/backups/insist-on-every-key";
import { openCanaries } from "@/lib/backups/open-canaries";
import { asOwner } from "@/lib/backups/rows";
import { newId } from "@/lib/db/id";
import { inTransaction } from "@/lib/db/connection";
import { sessions } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { readEnv } from "@/lib/env";
import { hashToken, newToken } from "@/lib/links/token";
import { withoutValues } from "@/lib/log";
import { originPlace } from "@/lib/sessions/rows";
import { personVault } from "@/lib/vault/keyring";
import { makeReady } from "./make-ready";
import { keepInside } from "./keep-inside";

/** What the application of a rehearsal tells when all went well. */
export type Rehearsed = {
  /** fields that were opened */
  canaries: number;
  /** erasures the journal knew and the backup did not */
  erasures: number;
};

type Someone = { account_id: string; id: string; person_id: string };

// The application on restored data: made ready as at every start, asked as anyone asks it, and thrown away.
try {
  keepInside();
  const env = readEnv(process.env);
  const ownerUrl = env.databaseUrl!;
  const { replay } = await makeReady(ownerUrl, env);
  await asOwner(ownerUrl, insistOnEveryKey);
  const canaries = await openCanaries();
  await answers(ownerUrl, env.origin);
  process.send!({ canaries, erasures: replay.replayed } satisfies Rehearsed, () => process.exit(0));
} catch (error) {
  const { says, type } = withoutValues(error);
  process.send!({ failed: says ?? type }, () => process.exit(1));
}

/** Health is good, and someone who is signed in is told who they are. */
async function answers(ownerUrl: string, origin: string): Promise<void> {
  const api = createApi();
  const ask = (path: string, headers = {}) =>
    api(new Request(`${origin}${path}`, { headers }), { ip: "127.0.0.1" });
  const health = await ask("/api/health");
  const { ready } = (await health.json()) as { ready: boolean };
  if (!ready) throw new Error("its health is not good");

  const someone = await anyone(ownerUrl);
  if (!someone) return;
  const token = await signedIn(someone);
  const answer = await ask("/api/v1/me", { authorization: `Bearer ${token}` });
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes(someone.id))
    throw new Error(`a signed request was answered with ${answer.status}`);
}

async function anyone(ownerUrl: string): Promise<Someone | undefined> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query("begin");
    await client.query("set local role castellan_gatekeeper");
    const { rows } = await client.query<Someone>(
      `select u.account_id, u.id, u.person_id from users u join accounts a on a.id = u.account_id
       where u.status = 'active' and a.state = 'active' limit 1`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

async function signedIn(someone: Someone): Promise<string> {
  const token = newToken();
  await inTransaction(async (db) => {
    await enterScope(db, someone.account_id, someone.person_id);
    const id = newId();
    await db.insert(sessions).values({
      id,
      personId: someone.person_id,
      accountId: someone.account_id,
      userId: someone.id,
      tokenHash: hashToken("session", token),
      kind: "api",
      origin: (await personVault(db, someone.person_id)).sealJson(originPlace(id), null),
      expiresAt: new Date(Date.now() + 60_000),
    });
  });
  return token;
}
