import type { WebhookChoices } from "@/components/webhooks/webhook-fields";
import { readEnv } from "@/lib/env";
import { read } from "@/lib/gate/page";
import { listTopics } from "@/lib/webhooks/list-topics";

/** What the forms offer: the topics, and one event as a whole and as a thin message. */
export async function choices(): Promise<WebhookChoices> {
  const { data } = await read(listTopics, {});
  const shown = data.find(({ topic }) => topic === "user.change_role") ?? data[0]!;
  return {
    topics: data.map(({ topic, noun, title }) => ({ topic, noun, title })),
    example: {
      topic: shown.topic,
      full: JSON.stringify(shown.example, null, 2),
      thin: JSON.stringify(shown.thinExample, null, 2),
    },
    loopback: readEnv(process.env).loopback,
  };
}
