"use client";

import { TextField } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { PayloadChoice, type PayloadExample } from "./payload-choice";
import { payloads } from "./words";
import { type Topic, TopicPicker } from "./topic-picker";

/** What adding and editing ask for. */
export type WebhookChoices = { topics: Topic[]; example: PayloadExample; loopback: boolean };

type Props = WebhookChoices & {
  of: Pick<WebhookView, "url" | "description" | "topics" | "thin">;
  errors: Record<string, string>;
};

/** Where messages go, what they tell and how much. */
export function WebhookFields({ of, topics, example, loopback, errors }: Props) {
  return (
    <>
      <Section title="Where">
        <div className="grid max-w-2xl gap-4">
          <TextField
            label="Address"
            name="url"
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hooks.example.com/castellan"
            defaultValue={of.url}
            error={errors.url}
            help={
              loopback
                ? "An https:// address on the internet. This installation runs on this machine only, so http://localhost:… is called too."
                : "An https:// address on the internet, port 443 or 8443. Private networks are never called."
            }
            required
            data-first
          />
          <TextField
            label="Description"
            name="description"
            optional
            maxLength={200}
            autoComplete="off"
            placeholder="Keeps the payroll in step"
            defaultValue={of.description ?? ""}
            error={errors.description}
            help="So that others know what stops when this is paused."
          />
        </div>
      </Section>
      <Section title="What it is told of">
        <TopicPicker topics={topics} start={of.topics} error={errors.topics} />
      </Section>
      <Section title="What a message holds">
        <PayloadChoice start={of.thin} example={example} />
      </Section>
    </>
  );
}

/** What the fields hold, as the verbs take it. */
export const fieldsFrom = (form: FormData) => ({
  url: form.get("url"),
  description: form.get("description"),
  topics: String(form.get("topics")).split(" ").filter(Boolean),
  thin: form.get("thin") === payloads.thin,
});
