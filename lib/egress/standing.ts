import { second } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { shared } from "@/lib/runtime";
import { blocked, type Reason } from "./blocked";
import { isLoopback } from "@/lib/env";
import type { Place } from "./context";
import type { Processor } from "./processors";

/** Those whom the public register of processors tells of; receivers are chosen by accounts, and name servers belong to the machine. */
const registered: readonly Processor[] = ["mail", "traces"];

type Row = { domain: string | null; since: Date | null; until: Date | null; now: Date };
type Standing = Extract<Reason, "not_in_effect" | "not_announced"> | null;

const KEPT = 10 * second;

/**
 * Keeps everything from a processor that the register does not show as in effect at this moment (P46): one whose change was
 * announced and lies ahead, one that has been removed, or another than those that were announced. Where the register knows nobody
 * of the kind at all, the next start notes what it finds.
 */
export async function insistOnStanding(processor: Processor, to: readonly Place[]): Promise<void> {
  if (!registered.includes(processor)) return;
  for (const { host } of to) {
    if (isLoopback(host)) continue;
    const reason = await standingOf(processor, host);
    if (reason) throw blocked({ reason, whom: `${processor} at ${host}` });
  }
}

const known = () =>
  shared("egress-standing", () => new Map<string, { at: number; standing: Standing }>());

async function standingOf(processor: Processor, host: string): Promise<Standing> {
  const key = `${processor} ${host}`;
  const kept = known().get(key);
  if (kept && performance.now() - kept.at < KEPT) return kept.standing;
  const standing = judge(await readRows(processor), host);
  known().set(key, { at: performance.now(), standing });
  return standing;
}

const readRows = (processor: Processor): Promise<Row[]> =>
  inTransaction((db) => call<Row>(db, "standing_of", processor), "read");

function judge(rows: readonly Row[], host: string): Standing {
  if (!rows.length) return null;
  const ours = rows.filter(({ domain }) => domain !== null && isOf(host, domain));
  if (ours.some(({ since, until, now }) => since && since <= now && (!until || until > now)))
    return null;
  return ours.length ? "not_in_effect" : "not_announced";
}

/** A host of a domain, or the domain itself. */
const isOf = (host: string, domain: string) =>
  host.toLowerCase() === domain || host.toLowerCase().endsWith(`.${domain}`);
