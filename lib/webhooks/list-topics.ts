import { z } from "zod";

import { readEnv } from "@/lib/env";
import { query } from "@/lib/gate/query";
import { topics, topicView } from "./topics";
import { TopicList } from "./webhook";

/**
 * Everything one can be told of, or one topic of it, with the schema and an example of each message: where `dataschema`
 * leads.
 */
export const listTopics = query("webhook.list_topics", {
  input: z.strictObject({ topic: z.string().max(80).optional() }),
  output: TopicList,
  refuses: [],
  async run({ input }) {
    const { origin } = readEnv(process.env);
    const asked = topics.filter((topic) => input.topic === undefined || topic === input.topic);
    return { data: asked.map((topic) => topicView(topic, origin)) };
  },
});
