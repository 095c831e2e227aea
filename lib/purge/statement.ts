import { z } from "zod";

const Moment = z.iso.datetime();

/** Why a purge had to wait, as its certificate tells it. */
export const Held = z.strictObject({
  category: z.enum(["legal", "evidence"]),
  placedAt: Moment,
  until: Moment,
  releasedAt: Moment.nullable(),
});

/** What is known when a purge begins. */
export const Facts = z.strictObject({
  requestedAt: Moment.nullable(),
  sealedAt: Moment.nullable(),
  lane: z.enum(["next_cleanup", "on_request"]).nullable(),
  holds: z.array(Held),
  /** fingerprints of the keys that were destroyed first */
  keys: z.array(z.string()),
});
export type Facts = z.infer<typeof Facts>;

/** What the installation certifies by its signature: opaque ids, counts, times and fingerprints, and nothing that tells who it was. */
export const Statement = z.strictObject({
  what: z.literal("castellan deletion certificate"),
  format: z.literal(1),
  id: z.uuid(),
  kind: z.enum(["account", "person", "user"]),
  account: z.uuid().nullable(),
  object: z.uuid(),
  requestedAt: Moment.nullable(),
  /** since when nobody got in */
  sealedAt: Moment.nullable(),
  lane: Facts.shape.lane,
  holds: z.array(Held),
  startedAt: Moment,
  finishedAt: Moment,
  /** rows that were deleted, by table */
  deleted: z.record(z.string(), z.int().nonnegative()),
  keys: z.strictObject({
    /** how many keys were destroyed, those of persons included */
    destroyed: z.int().nonnegative(),
    /** SHA-256 of each wrapped key; of many persons only the first hundred are listed */
    fingerprints: z.array(z.string()).max(100),
    /** from when nothing they sealed can be read from any backup; null where no backups are made */
    unreadableFrom: Moment.nullable(),
  }),
  /** by when the last backup that holds it is gone; null where no backups are made */
  backupsGoneBy: Moment.nullable(),
  signer: z.string(),
});
export type Statement = z.infer<typeof Statement>;

/** The second line, when no backup is left that could hold it. */
export const Confirmation = z.strictObject({
  what: z.literal("castellan deletion confirmation"),
  format: z.literal(1),
  certificate: z.uuid(),
  object: z.uuid(),
  confirmedAt: Moment,
  /** when the oldest backup that is left was begun; null where none is left */
  oldestBackup: Moment.nullable(),
  signer: z.string(),
});
export type Confirmation = z.infer<typeof Confirmation>;

/** The file people keep. It is verified without this installation, with nothing but its public key. */
export const CertificateFile = z
  .strictObject({
    statement: Statement,
    signature: z.base64(),
    confirmation: Confirmation.nullable(),
    confirmationSignature: z.base64().nullable(),
  })
  .meta({ id: "Certificate", description: "The signed certificate of a deletion" });
export type CertificateFile = z.infer<typeof CertificateFile>;

/** The bytes that are signed: JSON without white space, names sorted at every level, so that there is one way to write a statement. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(",")}}`;
}
