import { z } from "zod";

import type { BackupKind } from "./backup";

/** As far as we read what `pgbackrest info --output=json` tells; it may tell more. */
const Info = z
  .array(
    z.object({
      cipher: z.string(),
      status: z.object({ code: z.number(), message: z.string() }),
      db: z.array(z.object({ id: z.number(), "system-id": z.coerce.string() })),
      backup: z.array(
        z.object({
          label: z.string(),
          type: z.enum(["full", "diff", "incr"]),
          error: z.boolean().nullish(),
          archive: z.object({ start: z.string(), stop: z.string() }),
          database: z.object({ id: z.number() }),
          info: z.object({ repository: z.object({ delta: z.number() }) }),
          timestamp: z.object({ start: z.number(), stop: z.number() }),
        }),
      ),
    }),
  )
  .min(1);

/** A backup in pgBackRest's repository. */
export type Stored = {
  label: string;
  kind: BackupKind;
  base: string;
  startedAt: Date;
  endedAt: Date;
  bytes: number;
  from: string;
  systemId: string;
};

export type Repository = { ok: boolean; sealed: boolean; backups: Stored[] };

/** What lies in the repository, the oldest first. A backup with errors in it is none. */
export function readRepository(json: string): Repository {
  const stanza = Info.parse(quoteSystemIds(json))[0]!;
  const backups = stanza.backup
    .filter(({ error }) => !error)
    .map(({ label, type, archive, database, info, timestamp }) => ({
      label,
      kind: type === "full" ? ("full" as const) : ("increment" as const),
      base: label.split("_")[0]!,
      startedAt: new Date(timestamp.start * 1000),
      endedAt: new Date(timestamp.stop * 1000),
      bytes: info.repository.delta,
      from: archive.start,
      systemId: stanza.db.find(({ id }) => id === database.id)?.["system-id"] ?? "",
    }));
  return { ok: stanza.status.code === 0, sealed: stanza.cipher !== "none", backups };
}

/** A system's id has more digits than JavaScript's numbers. */
const quoteSystemIds = (json: string): unknown =>
  JSON.parse(json.replaceAll(/("system-id":)(\d+)/g, '$1"$2"'));
