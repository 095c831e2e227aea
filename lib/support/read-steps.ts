import type { Database } from "@/lib/db/connection";
import { newestFirst, pageOf, type Placed, positionIn } from "@/lib/lists/newest-first";
import { userNames } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import type { FoundGrant } from "./rows";
import { openStep } from "@/lib/activity/step-detail";
import type { SupportGrantDetail, SupportStep } from "./support";

type Row = Placed & {
  id: string;
  kind: SupportStep["kind"];
  action: string;
  object_kind: string | null;
  object_id: string | null;
  fields: string;
  request_id: string;
  detail: Buffer;
  sought: Buffer | null;
};

const steps = {
  name: "support_looks",
  table: "support_looks",
  id: "id",
  columns:
    "id, at, at::text as exact, kind, action, object_kind, object_id, fields, request_id, detail, sought",
};

/** A page of what was looked at and done with an access, the newest first. */
export async function readSteps(
  db: Database,
  { id: grantId, row: { accountId } }: FoundGrant,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ steps: SupportStep[]; nextCursor: SupportGrantDetail["nextCursor"] }> {
  const bound = `steps of ${grantId}`;
  const after = await positionIn(db, bound, cursor);
  const most = limit + 1;
  const { rows } = await db.$client.query<Row>(
    newestFirst(steps, {
      ...{ accountId, from: undefined, to: undefined, after, most },
      equal: { grant: ["grant_id", grantId] },
      nullsLast: true,
    }),
  );
  const vault = await accountVault(db, accountId);
  const { found, nextCursor } = await pageOf(
    db,
    bound,
    rows,
    { limit, most, rare: false },
    (row) => ({ row, ...openStep(vault, row) }),
    ({ id }) => id,
  );
  // Names are those of now and never kept with a step, so that they go with whoever is permanently deleted.
  const names = await userNames(
    db,
    accountId,
    found.flatMap(({ row, objects }) => [
      ...objects.flatMap(({ kind, id }) => (kind === "user" ? id : [])),
      ...(row.object_kind === "user" && row.object_id ? [row.object_id] : []),
    ]),
  );
  const named = ({ kind, id }: { kind: string; id: string }) => ({
    ...{ kind, id },
    name: names.get(id) ?? null,
  });
  return {
    steps: found.map(({ row, objects, filter, masked }) => ({
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      action: row.action,
      object:
        row.object_kind && row.object_id
          ? named({ kind: row.object_kind, id: row.object_id })
          : null,
      filter,
      objects: objects.map(named),
      clear: row.fields.split(" ").filter(Boolean),
      masked,
      requestId: row.request_id,
    })),
    nextCursor,
  };
}
