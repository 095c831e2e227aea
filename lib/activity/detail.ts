import type { Vault } from "@/lib/vault/vault";
import type { Change, EventView } from "./event";

/** Who did it and from where, as it was; destroyed with the user who did it. */
export type ActorDetail = { name: string | null; origin: EventView["origin"] };
/** What it was done to and what changed; destroyed with its object. */
export type Detail = { object: string; changes: Change[]; particulars: Record<string, unknown> };

const actorPlace = (id: string) => ({ table: "activity", column: "actor_detail", row: id });
const place = (id: string) => ({ table: "activity", column: "detail", row: id });

export const sealActorDetail = (vault: Vault, id: string, detail: ActorDetail): Buffer =>
  vault.sealJson(actorPlace(id), detail);
export const openActorDetail = (vault: Vault, id: string, sealed: Buffer): ActorDetail =>
  vault.openJson(actorPlace(id), sealed);
export const sealDetail = (vault: Vault, id: string, detail: Detail): Buffer =>
  vault.sealJson(place(id), detail);
export const openDetail = (vault: Vault, id: string, sealed: Buffer): Detail =>
  vault.openJson(place(id), sealed);
