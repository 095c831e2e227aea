import { and, eq, gt, isNull, or } from "drizzle-orm";
import { z } from "zod";

import { hour } from "@/lib/clock";
import { webhookSecrets } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { insistOnProof, proofOf } from "@/lib/passwords/prove-again";
import { findWebhook, insertSecret } from "./rows";
import { newSecret } from "./signature";
import { RotatedSecret, WebhookId } from "./webhook";

/**
 * Gives an endpoint a new secret, shown this once. Messages are signed with the old one too for a time, a day unless it is
 * said otherwise; none at all when it has leaked. A person gives their password, now or within the last ten minutes (V7.5.3).
 */
export const rotateSecret = command("webhook.rotate_secret", {
  input: z.strictObject({
    webhookId: WebhookId,
    overlapHours: z
      .int()
      .min(0, "Give a number of hours from 0 to 168.")
      .max(168, "Give a number of hours from 0 to 168.")
      .optional()
      .default(24),
    password: z.string().max(1_024).optional(),
  }),
  output: RotatedSecret,
  refuses: ["wrong_password", "step_up_required", "busy"],
  target: findWebhook,
  prepare: ({ password }, me) => proofOf(me, password),
  async run({ db, me, target, input: { overlapHours }, prepared: proof, now }) {
    if (me.kind === "user") await insistOnProof(db, me, proof, now);
    const { accountId, id } = target.row;
    const oldExpiresAt = new Date(now.getTime() + overlapHours * hour);
    await db
      .update(webhookSecrets)
      .set({ expiresAt: oldExpiresAt })
      .where(
        and(
          eq(webhookSecrets.accountId, accountId),
          eq(webhookSecrets.endpointId, id),
          or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, oldExpiresAt)),
        ),
      );
    const secret = newSecret();
    await insertSecret(db, { accountId, id }, secret);
    return {
      value: { webhookId: id, secret, oldExpiresAt: oldExpiresAt.toISOString() },
      told: {
        object: target,
        changes: [{ field: "secret", from: null, to: "changed" }],
        particulars: { overlapHours },
      },
    };
  },
});
