import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { users } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import type { Actor } from "@/lib/policy/actor";
import { mayDo } from "@/lib/policy/policy";
import { accountOf } from "@/lib/policy/scope";
import { userNames } from "@/lib/users/rows";
import type { Status } from "@/lib/users/user";
import type { Role } from "@/lib/users/user";
import { ReceivedRequest } from "./privacy";
import { requestsOf } from "./rows";
import { requestView } from "./view";

/** Who asked for erasure in the account, until when it has to be answered, and how it was. */
export const listRequests = query("privacy.list_requests", {
  input: z.strictObject({}),
  output: z
    .object({ data: z.array(ReceivedRequest) })
    .meta({ id: "ErasureRequests", description: "Requests for erasure, the newest first" }),
  refuses: [],
  async run({ db, me }) {
    const accountId = accountOf(me);
    const found = await requestsOf(db, accountId);
    const ids = found.flatMap(({ request }) => [request.userId, request.answeredBy]);
    const names = await userNames(db, accountId, ids);
    const standing = await standingsOf(db, accountId, ids);
    const data: ReceivedRequest[] = [];
    for (const { request, late } of found) {
      const { userId, answeredBy, outcome } = request;
      const them = userId ? standing.get(userId) : undefined;
      data.push({
        ...(await requestView(db, request, late)),
        user: them ? { id: them.id, name: names.get(them.id) ?? "", status: them.status } : null,
        answeredBy: (answeredBy && names.get(answeredBy)) ?? null,
        may: them && outcome === null ? answersOf(me, them) : [],
      });
    }
    return { data };
  },
});

type Standing = { id: string; role: Role; status: Status };

const answersOf = (me: Actor, them: Standing) =>
  mayDo["privacy.answer_request"](me, them) ? ["privacy.answer_request"] : [];

async function standingsOf(
  db: Database,
  accountId: string,
  ids: (string | null)[],
): Promise<Map<string, Standing>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (!wanted.length) return new Map();
  const rows = await db
    .select({ id: users.id, role: users.role, status: users.status })
    .from(users)
    .where(and(eq(users.accountId, accountId), inArray(users.id, wanted)));
  return new Map(rows.map((row) => [row.id, row]));
}
