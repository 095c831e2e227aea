import type { Vault } from "@/lib/vault/vault";
import type { AttemptView } from "@/lib/webhooks/webhook";

/** What is kept of an attempt beside its figures: sealed, and destroyed with the object of its message. */
export type Excerpt = NonNullable<AttemptView["excerpt"]>;

const place = (attemptId: string) => ({
  table: "webhook_attempts",
  column: "excerpt",
  row: attemptId,
});
export const sealExcerpt = (vault: Vault, attemptId: string, excerpt: Excerpt): Buffer =>
  vault.sealJson(place(attemptId), excerpt);
export const openExcerpt = (vault: Vault, attemptId: string, sealed: Buffer): Excerpt =>
  vault.openJson(place(attemptId), sealed);
