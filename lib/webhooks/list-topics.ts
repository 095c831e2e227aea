import { z } from "zod";

import { readEnv } from "@/lib/env";
import { query } from "@/lib/gate/query";
import { topics, topicView } from "./topics";
import { TopicList } from "./webhook";

/** Everything one can be told of, with the schema and an example of each message. */
export const listTopics = query("webhook.list_topics", {
  input: z.strictObject({}),
  output: TopicList,
  refuses: [],
  async run() {
    const { origin } = readEnv(process.env);
    return { data: topics.map((topic) => topicView(topic, origin)) };
  },
});
