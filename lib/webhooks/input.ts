import { z } from "zod";

import { sentences } from "@/lib/activity/sentences";
import { line } from "@/lib/shapes/line";
import { neverTold } from "./topics";

/** What people give when they set up or change an endpoint. */

export const Url = z.string().trim().min(1, "Give the address messages are to be sent to.");

export const Description = z.union([
  z.literal("").transform(() => null),
  z.null(),
  line(200, "Say what it is for."),
]);

export const Topics = z
  .array(z.string())
  .min(1, "Choose at least one topic, or all.")
  .max(200, "These are more topics than there are.")
  .transform((topics) => [...new Set(topics)].toSorted())
  .refine((topics) => topics.every(isTopic), "One of these topics does not exist.")
  .refine(
    (topics) => !topics.includes("*") || topics.length === 1,
    "Choose all topics, or some of them; not both.",
  );

const isTopic = (topic: string) =>
  topic === "*" || (Object.hasOwn(sentences, topic) && !neverTold.includes(topic));
