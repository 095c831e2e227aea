import type { Vault } from "@/lib/vault/vault";

/** What a list shows of a user, sealed as one value so that a hundred thousand open quickly. */
export type Card = { name: string; email: string };

export const titlePlace = (userId: string) => ({ table: "users", column: "title", row: userId });

const place = (userId: string) => ({ table: "users", column: "card", row: userId });

export const sealCard = (vault: Vault, userId: string, card: Card): Buffer =>
  vault.sealJson(place(userId), card);
export const openCard = (vault: Vault, userId: string, sealed: Buffer): Card =>
  vault.openJson(place(userId), sealed);
