import type { WebhookView } from "@/lib/webhooks/webhook";

/** The part of a webhook that verbs need; nothing more travels to the browser. */
export const subjectOf = ({ id, url, topics, state, counts, may }: WebhookView) => ({
  ...{ id, url, topics, state, counts, may },
});
