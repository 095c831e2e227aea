import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import type { ChangeKind, ProcessorChange, ProcessorKey, ProcessorView } from "./processor";

/** A row of the register with when it is valid, as the database reckons it out of the changes. */
type ProcessorRow = {
  id: string;
  key: ProcessorKey;
  domain: string | null;
  name: string;
  purpose: string;
  fields: string;
  country: string | null;
  url: string | null;
  /** null where the change that was to bring it was withdrawn */
  since: Date | null;
  until: Date | null;
};

type ChangeRow = {
  id: string;
  kind: ChangeKind;
  processor_id: string;
  replaces: string | null;
  announced_at: Date;
  object_until: Date;
  effective_at: Date;
  withdrawn_at: Date | null;
  found: boolean;
};

/** The whole register: who is in effect at this moment, and everything that was announced, the newest first. */
export async function readRegister(
  db: Database,
  now: Date,
): Promise<{ inEffect: (ProcessorView & { key: ProcessorKey })[]; changes: ProcessorChange[] }> {
  const rows = await call<ProcessorRow>(db, "processors_in_time");
  const { rows: changes } = await db.$client.query<ChangeRow>({
    name: "processor_changes",
    text: `select id, kind, processor_id, replaces, announced_at, effective_at, withdrawn_at, found,
        announced_at + window_days * interval '24 hours' as object_until
      from processor_changes where not found order by announced_at desc, id desc limit 500`,
  });
  const views = new Map(rows.map((row) => [row.id, viewOf(row)]));
  return {
    inEffect: rows
      .filter(({ since, until }) => since !== null && since <= now && (!until || until > now))
      .map((row) => ({ ...viewOf(row), key: row.key })),
    changes: changes.map((change) => changeOf(change, views, now)),
  };
}

/** How many days owners have to object to what is announced now. */
export async function readWindow(db: Database): Promise<number> {
  const { rows } = await db.$client.query<{ days: number }>(
    "select castellan.notice_days() as days",
  );
  return rows[0]!.days;
}

const viewOf = ({ id, name, purpose, fields, country, url, ...row }: ProcessorRow) => ({
  ...{ id, name, purpose, fields, country, url },
  since: (row.since ?? new Date(0)).toISOString(),
  until: row.until?.toISOString() ?? null,
});

function changeOf(
  change: ChangeRow,
  views: Map<string, ProcessorView>,
  now: Date,
): ProcessorChange {
  const effectiveAt = change.effective_at.toISOString();
  const processor = views.get(change.processor_id)!;
  return {
    id: change.id,
    kind: change.kind,
    state: change.withdrawn_at ? "withdrawn" : change.effective_at > now ? "planned" : "in effect",
    announcedAt: change.announced_at.toISOString(),
    objectUntil: change.object_until.toISOString(),
    effectiveAt,
    withdrawnAt: change.withdrawn_at?.toISOString() ?? null,
    processor: { ...processor, since: change.kind === "removed" ? processor.since : effectiveAt },
    replaces: change.replaces ? views.get(change.replaces)! : null,
  };
}
