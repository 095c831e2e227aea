import pg from "pg";

import { alarmsAt, type Known } from "@/lib/backups/alarms";
import {
  type BackupKind,
  DRILL_EVERY,
  FULL_EVERY,
  INCREMENT_EVERY,
  labelFor,
  troubleOf,
} from "@/lib/backups/backup";
import type { Engine } from "@/lib/backups/engine";
import { copyJournal, readJournals } from "@/lib/backups/journal";
import { expireKeySets, keyCopies } from "@/lib/backups/key-sets";
import { keyIsHere, rehearsalKeys } from "@/lib/backups/keys";
import { readKnown } from "@/lib/backups/known";
import { journalKey } from "@/lib/backups/replay-erasures";
import { noteFailure, noteInventory } from "@/lib/backups/rows";
import { tellAlarms } from "@/lib/backups/tell-alarms";
import { day, minute } from "@/lib/clock";
import type { Env } from "@/lib/env";
import { log } from "@/lib/log";
import { drill } from "./drill";

const TURN = 0x6b65_6570;
const LOOKED_AT_EVERY = 10 * minute;
const TRIED_AGAIN_AFTER = 15 * minute;

type Keeping = { env: Env; ownerUrl: string; engine: Engine; rehearsal: URL };

/** What one worker remembers between two turns. */
export type Memory = { lookedAt: number; failedAt: number; drillFailedAt: number };
export const nothingYet = (): Memory => ({ lookedAt: 0, failedAt: 0, drillFailedAt: 0 });

/** Every minute: ships the log, makes what is due, drops what is expired, rehearses, and raises the alarm (P67, P69, P70). */
export function keepBackups(keeping: Keeping): { stop(): Promise<void> } {
  const memory = nothingYet();
  let turn = Promise.resolve();
  let resting = true;
  const begin = () => {
    if (!resting) return;
    resting = false;
    turn = keepOnce(keeping, memory, new Date())
      .catch((error: unknown) => log.error({ err: error }, "keeping backups failed"))
      .finally(() => (resting = true));
  };
  const timer = setInterval(begin, minute);
  begin();
  return {
    async stop() {
      clearInterval(timer);
      await Promise.race([turn, new Promise((done) => setTimeout(done, 5_000))]);
    },
  };
}

/** One turn; of several workers one takes it. */
export async function keepOnce(keeping: Keeping, memory: Memory, now: Date): Promise<void> {
  const { env, ownerUrl, engine } = keeping;
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: "castellan backup",
  });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      "select pg_try_advisory_lock($1) as mine",
      [TURN],
    );
    if (!rows[0]!.mine) return;
    await copyJournal(env);
    await guarded("ship", memory, now, () => engine.ship(now));
    const made = await makeWhatIsDue(keeping, client, memory, now);
    if (made || now.getTime() - memory.lookedAt >= LOOKED_AT_EVERY) {
      await guarded("look", memory, now, async () => {
        await engine.expire(now);
        await expireKeySets(env, client, now);
        await look(keeping, client);
        memory.lookedAt = now.getTime();
      });
    }
    const known = await readKnown(client);
    if (drillIsDue(known, memory, now)) await rehearse(keeping, memory, now);
    await tellAlarms(client, alarmsAt(await readKnown(client), now), env.origin, now);
  } finally {
    await client.end().catch(() => {});
  }
}

/** What fails is told and alarmed about; it must not keep the rest from being done. */
async function guarded(
  what: string,
  memory: Memory,
  now: Date,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error, step: what, trouble: troubleOf(error) }, "keeping backups failed");
    memory.lookedAt = Math.min(memory.lookedAt, now.getTime() - LOOKED_AT_EVERY + minute);
  }
}

async function makeWhatIsDue(
  { ownerUrl, engine }: Keeping,
  client: pg.Client,
  memory: Memory,
  now: Date,
): Promise<boolean> {
  if (now.getTime() - memory.failedAt < TRIED_AGAIN_AFTER) return false;
  const kind = dueKind(await readKnown(client), now);
  if (!kind) return false;
  try {
    const { label } = await engine.make(kind, now, () => {});
    log.info({ label }, "a backup is whole");
    memory.failedAt = 0;
  } catch (error) {
    memory.failedAt = now.getTime();
    const trouble = troubleOf(error);
    log.error({ err: error, kind, trouble }, "a backup failed");
    const label = labelFor(now, kind);
    await noteFailure(ownerUrl, { label, kind, engine: engine.name, startedAt: now, trouble });
  }
  return true;
}

/** A full each week, or when the log has a gap; a cut each day. */
export function dueKind({ whole, state }: Known, now: Date): BackupKind | null {
  const age = (at: Date | undefined) => (at ? now.getTime() - at.getTime() : Infinity);
  const full = whole.find(({ kind }) => kind === "full");
  if (age(full?.endedAt) >= FULL_EVERY || state?.gap) return "full";
  return age(whole[0]?.endedAt) >= INCREMENT_EVERY ? "increment" : null;
}

async function look({ env, ownerUrl, engine }: Keeping, client: pg.Client): Promise<void> {
  const inventory = await engine.inventory();
  await noteInventory(ownerUrl, inventory, {
    keyHere: keyIsHere(env),
    journalWhole: await journalIsWhole(env, client),
    keys: await keyCopies(env, client),
  });
}

/** The journal has each erasure the database knows, and each line is as it was written. */
async function journalIsWhole(env: Env, client: pg.Client): Promise<boolean> {
  const { erasures, damaged } = await readJournals(env, await journalKey(client, env));
  const there = new Set(erasures.map(({ id }) => id));
  const { rows } = await client.query<{ id: string }>("select id from erasures");
  return damaged === 0 && rows.every(({ id }) => there.has(id));
}

function drillIsDue({ whole, passedAt, state }: Known, memory: Memory, now: Date): boolean {
  if (!whole.length || state?.gap || now.getTime() - memory.drillFailedAt < day) return false;
  return passedAt === null || now.getTime() - passedAt.getTime() >= DRILL_EVERY;
}

async function rehearse(
  { env, ownerUrl, engine, rehearsal }: Keeping,
  memory: Memory,
  now: Date,
): Promise<void> {
  try {
    const keys = rehearsalKeys(env);
    const { label, recoveryTime } = await drill(env, ownerUrl, engine, keys, rehearsal, () => {});
    log.info({ label, recoveryTime }, "a restore was rehearsed");
  } catch (error) {
    if (troubleOf(error) === "under_way") return;
    memory.drillFailedAt = now.getTime();
    log.error({ err: error, trouble: troubleOf(error) }, "the rehearsal of a restore failed");
  }
}
