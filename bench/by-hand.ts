import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";

import { sealActorDetail, sealDetail } from "@/lib/activity/detail";
import { appPool, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { enterScope } from "@/lib/db/scope";
import { hashToken } from "@/lib/links/token";
import { sealTitle } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";

// What the least careful hand would write: a bare server with one statement for a session check, and the rows of an
// edit in one transaction, sent in one flush. No gate, no policy, no row-level security, no checking of input.

type Session = { person_id: string; account_id: string; user_id: string; role: string };

const accountId = process.env.CASTELLAN_BENCH_ACCOUNT_ID!;
const { vault, sealedTitles } = await inTransaction(async (db) => {
  await enterScope(db, accountId);
  return {
    vault: await accountVault(db, accountId),
    sealedTitles: (id: string, title: string) => sealTitle(db, { accountId, id }, title),
  };
}, "read");
await appPool().end();

const pool = new pg.Pool({
  connectionString: process.env.CASTELLAN_BENCH_OWNER_URL,
  max: 10,
  pipeline: true,
});

createServer((request, response) => {
  const answer = request.method === "PATCH" ? edit(request) : check(request);
  void answer.then((body) => {
    const text = JSON.stringify(body ?? {});
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    });
    response.end(text);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");

async function check({ headers }: IncomingMessage): Promise<Session | undefined> {
  const { rows } = await pool.query<Session>({
    name: "check",
    text: `select s.person_id, s.account_id, s.user_id, u.role from sessions s
      join users u on u.account_id = s.account_id and u.id = s.user_id
      join accounts a on a.id = s.account_id
      where s.token_hash = $1 and s.ended_at is null and s.expires_at > now()
        and u.status = 'active' and a.state = 'active'`,
    values: [hashToken("session", (headers.authorization ?? "").slice("Bearer ".length))],
  });
  return rows[0];
}

async function edit(request: IncomingMessage): Promise<{ changed: string }> {
  const me = (await check(request))!;
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const { title } = JSON.parse(text) as { title: string };
  const userId = request.url!.split("/").at(-1)!;
  const id = newId();
  const client = await pool.connect();
  try {
    await Promise.all([
      client.query("begin"),
      client.query({
        name: "edit",
        text: "update users set title = $3, version = version + 1 where account_id = $1 and id = $2",
        values: [me.account_id, userId, await sealedTitles(userId, title)],
      }),
      client.query({
        name: "tell",
        text: `insert into activity (account_id, id, action, outcome, actor_kind, actor_id, object_kind, object_id,
            source, request_id, actor_detail, detail, salt)
          values ($1, $2, 'user.edit', 'ok', 'user', $3, 'user', $4, 'api', $5, $6, $7, $8)`,
        values: [
          me.account_id,
          id,
          me.user_id,
          userId,
          randomUUID(),
          sealActorDetail(vault, id, { name: "Adam Admin", origin: null }),
          sealDetail(vault, id, {
            object: "somebody",
            changes: [{ field: "title", from: "before", to: title }],
            particulars: {},
          }),
          randomBytes(16),
        ],
      }),
      client.query("commit"),
    ]);
  } finally {
    client.release();
  }
  return { changed: userId };
}
