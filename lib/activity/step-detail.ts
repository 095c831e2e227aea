import type { Vault } from "@/lib/vault/vault";

/** What of a step is sealed: what was asked for, and what stood on the page, by its id. */
export type StepDetail = {
  filter: Record<string, unknown>;
  objects: { kind: string; id: string }[];
  masked: string[];
};

const place = (id: string) => ({ table: "support_looks", column: "detail", row: id });
const soughtPlace = (id: string) => ({ table: "support_looks", column: "sought", row: id });

/** Words that were searched for are sealed apart: they may name somebody, and go when that somebody is erased. */
export function sealStep(vault: Vault, id: string, { filter, ...detail }: StepDetail) {
  const { q, ...rest } = filter;
  return {
    detail: vault.sealJson(place(id), { filter: rest, ...detail }),
    sought: typeof q === "string" ? vault.seal(soughtPlace(id), q) : null,
  };
}

export function openStep(
  vault: Vault,
  { id, detail, sought }: { id: string; detail: Buffer; sought: Buffer | null },
): StepDetail {
  const opened = vault.openJson<StepDetail>(place(id), detail);
  const q = sought && vault.open(soughtPlace(id), sought);
  return { ...opened, filter: { ...opened.filter, ...(q !== null && { q }) } };
}
