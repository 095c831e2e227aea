import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { z } from "zod";

import { Envelope, FullData, ThinData } from "@/lib/webhooks/envelope";

/** Everything of ours that may ever leave, by field: how people read it, and its shape. What a shape does not name is stripped. */
export const fields = {
  email: { says: "e-mail address", is: z.string() },
  letter: {
    says: "the text of the letter",
    is: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
  },
  event_ids: { says: "ids of what happened", is: Envelope.extend({ data: ThinData }) },
  event: {
    says: "what happened, with names and values",
    is: Envelope.extend({ data: FullData }),
  },
  host: { says: "the name of a host", is: z.string() },
  spans: { says: "names and durations of steps", is: z.array(z.custom<ReadableSpan>()) },
} as const satisfies Record<string, { says: string; is: z.ZodType }>;

export type Field = keyof typeof fields;
