import { and, desc, lt, or, eq, sql } from "drizzle-orm";
import { z } from "zod";

import { type LogDetail, logPlace } from "@/lib/activity/log-detail";
import { actorKinds, Change, type ActorKind, outcomes } from "@/lib/activity/event";
import { sentenceFor } from "@/lib/activity/sentences";
import { installationLog } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import { pageOf, positionIn } from "@/lib/lists/newest-first";
import { Instant } from "@/lib/users/user";
import { installationVault } from "@/lib/vault/keyring";
import { Cursor } from "@/lib/lists/shapes";

/** A line of the installation's log. */
const LogLine = z
  .object({
    id: z.uuid(),
    at: Instant,
    action: z.string().meta({ examples: ["staff.add"] }),
    outcome: z.enum(outcomes),
    code: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    actor: z.object({ kind: z.enum(actorKinds), id: z.uuid().nullable(), name: z.string() }),
    objectId: z.uuid().nullable(),
    changes: z.array(Change),
    particulars: z.record(z.string(), z.unknown()).meta({ examples: [{}] }),
    requestId: z.string(),
    sentence: z.string().meta({
      examples: ["The operator added Tess Technical to the staff, with the roles technical"],
    }),
  })
  .meta({ id: "LogLine", description: "What was done to the installation, or by its staff" });
export type LogLine = z.infer<typeof LogLine>;

const Log = z
  .object({
    data: z.array(LogLine),
    nextCursor: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
  })
  .meta({ id: "InstallationLog", description: "A page of the installation's log" });

const BOUND = "installation-log";

/** What was done to the installation and by its staff, the newest first. */
export const listLog = query("installation.list_log", {
  input: z.strictObject({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: Cursor.optional(),
  }),
  output: Log,
  refuses: [],
  async run({ db, input: { limit, cursor } }) {
    const after = await positionIn(db, BOUND, cursor);
    const at = after && sql`${after.at}::timestamptz`;
    const rows = await db
      .select({
        id: installationLog.id,
        at: installationLog.at,
        exact: sql<string>`${installationLog.at}::text`,
        action: installationLog.action,
        actorKind: installationLog.actorKind,
        actorId: installationLog.actorId,
        objectId: installationLog.objectId,
        requestId: installationLog.requestId,
        detail: installationLog.detail,
      })
      .from(installationLog)
      .where(
        after && at
          ? or(
              lt(installationLog.at, at),
              and(eq(installationLog.at, at), lt(installationLog.id, after.id)),
            )
          : undefined,
      )
      .orderBy(desc(installationLog.at), desc(installationLog.id))
      .limit(limit + 1);
    const vault = await installationVault(db, "log");
    const lineOf = (row: (typeof rows)[number]): LogLine => {
      const { actor, object, changes, particulars, outcome, code } = vault.openJson<LogDetail>(
        logPlace(row.id),
        row.detail!,
      );
      const kind = row.actorKind as ActorKind;
      const name = actor ?? (kind === "operator" ? "The operator" : "Castellan");
      const told = {
        actor: name,
        object: object ?? row.objectId ?? "",
        self: row.actorId !== null && row.actorId === row.objectId,
        changes,
        particulars,
        outcome,
      };
      return {
        id: row.id,
        at: row.at.toISOString(),
        action: row.action,
        outcome,
        code,
        actor: { kind, id: row.actorId, name },
        objectId: row.objectId,
        changes,
        particulars,
        requestId: row.requestId,
        sentence: sentenceFor(row.action, told, code),
      };
    };
    const { found, nextCursor } = await pageOf(
      db,
      BOUND,
      rows,
      { limit, most: limit + 1, rare: false },
      lineOf,
      (row) => row.id,
    );
    return { data: found, nextCursor };
  },
});
