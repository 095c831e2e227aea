import { desc } from "drizzle-orm";
import { z } from "zod";

import { backupAlarms, backups, backupState, drills } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { query } from "@/lib/gate/query";
import { Instant } from "@/lib/users/user";
import { keyStoreOf } from "@/lib/vault/key-place";
import { alarmsAt, sayAlarm } from "./alarms";
import { DRILL_EVERY, FULL_EVERY, INCREMENT_EVERY, kinds, LONGEST_KEPT } from "./backup";
import { whatADestroyedKeyMeans } from "./destroyed-key";
import { readKnown } from "./known";

const Backup = z.object({
  label: z.string().meta({ examples: ["20261124T222609Z-full"] }),
  kind: z.enum(kinds),
  base: z.string().nullable(),
  state: z.enum(["whole", "failed"]),
  trouble: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant,
  bytes: z.int(),
  rows: z.int(),
  /** when it is gone at the latest */
  goneBy: Instant.nullable(),
});
export type BackupView = z.infer<typeof Backup>;

const Drill = z.object({
  label: z.string().nullable(),
  at: Instant,
  outcome: z.enum(["passed", "failed"]),
  trouble: z.string().nullable(),
  recoveryPoint: z
    .int()
    .nullable()
    .meta({ description: "Seconds of work that would have been lost" }),
  recoveryTime: z.int().nullable().meta({ description: "Milliseconds until it answered" }),
  rows: z.int().nullable(),
  canaries: z.int().nullable(),
  erasures: z.int().nullable(),
});
export type DrillView = z.infer<typeof Drill>;

const Keys = z.object({
  place: z.enum(["together", "apart", "elsewhere"]),
  says: z.string().meta({ description: "What a destroyed key means for old backups" }),
  copies: z
    .object({ sets: z.int(), newest: Instant.nullable(), oldest: Instant.nullable() })
    .nullable()
    .meta({ description: "Copies of the keys; null where keys are with the data" }),
});
export type KeysView = z.infer<typeof Keys>;

const Board = z
  .object({
    on: z.boolean(),
    checkedAt: Instant.nullable(),
    restorableTo: Instant.nullable(),
    due: z.object({
      full: Instant.nullable(),
      increment: Instant.nullable(),
      drill: Instant.nullable(),
    }),
    alarms: z.array(z.object({ kind: z.string(), says: z.string(), since: Instant.nullable() })),
    keys: Keys,
    backups: z.array(Backup),
    drills: z.array(Drill),
  })
  .meta({ id: "Backups", description: "Backups, rehearsals of restores, and what is wrong" });
export type BackupsBoard = z.infer<typeof Board>;

const SHOWN = 200;

/** How the backups of the installation stand (P67 to P70). */
export const showBackups = query("installation.show_backups", {
  input: z.strictObject({}),
  output: Board,
  refuses: [],
  async run({ db }) {
    const [known, [state], rows, rehearsed, raised] = [
      await readKnown(db.$client),
      await db.select().from(backupState),
      await db.select().from(backups).orderBy(desc(backups.endedAt)).limit(SHOWN),
      await db.select().from(drills).orderBy(desc(drills.at)).limit(24),
      await db.select().from(backupAlarms),
    ];
    const on = readEnv(process.env).backupDir !== null;
    const { place } = await keyStoreOf(db.$client);
    const { says } = await whatADestroyedKeyMeans(db);
    const full = known.whole.find(({ kind }) => kind === "full");
    const after = (at: Date | null | undefined, ms: number) =>
      at ? new Date(at.getTime() + ms).toISOString() : null;
    return {
      on,
      checkedAt: after(state?.checkedAt, 0),
      restorableTo: after(state?.restorableTo, 0),
      due: {
        full: after(full?.endedAt, FULL_EVERY),
        increment: after(known.whole[0]?.endedAt, INCREMENT_EVERY),
        drill: after(known.passedAt, DRILL_EVERY),
      },
      alarms: (on ? alarmsAt(known, new Date()) : []).map((kind) => ({
        kind,
        says: sayAlarm(kind),
        since: after(raised.find((one) => one.kind === kind)?.since, 0),
      })),
      keys: {
        place,
        says,
        copies: known.keys && {
          sets: known.keys.sets,
          newest: after(known.keys.newest, 0),
          oldest: after(known.keys.oldest, 0),
        },
      },
      backups: rows.flatMap(
        ({ state: is, label, kind, base, trouble, bytes, rows: count, ...at }) =>
          is === "dropped"
            ? []
            : {
                ...{ label, kind, base, state: is, trouble, bytes, rows: count },
                startedAt: at.startedAt.toISOString(),
                endedAt: at.endedAt.toISOString(),
                goneBy: is === "whole" ? after(at.endedAt, LONGEST_KEPT) : null,
              },
      ),
      drills: rehearsed.map(({ id: _id, endedAt: _ended, at, ...drill }) => ({
        ...drill,
        at: at.toISOString(),
      })),
    };
  },
});
