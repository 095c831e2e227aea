"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";

import { ProofField, useProof } from "@/components/password/proof-field";
import { read } from "@/components/query";
import { useEdit } from "@/components/ui/overtaken";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editWebhookAction } from "@/lib/webhooks/actions";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { fieldsFrom, type WebhookChoices, WebhookFields } from "./webhook-fields";
import { payloads } from "./words";

type Opened = Pick<WebhookView, "id" | "url" | "description" | "topics" | "thin" | "version">;
type Props = WebhookChoices & { webhook: Opened };

/** Changes where a webhook leads, what it is told and how much. */
export function EditWebhook({ webhook, ...choices }: Props) {
  const router = useRouter();
  const page = `/developers/webhooks/${webhook.id}` as const;
  const latest = async () =>
    asTyped(await read("/webhook-endpoints/{webhookId}", { path: { webhookId: webhook.id } }));
  const edit = useEdit(asTyped(webhook), latest, {
    ...{ url: "Address", description: "Description", topics: "Topics", thin: "A message holds" },
  });
  const proof = useProof(false);
  return (
    <VerbForm
      className="grid gap-5"
      verb={(input) => editWebhookAction(input, edit.version)}
      refused={(refusal, form) => {
        edit.refused(refusal, form);
        proof.refused(refusal);
      }}
      input={(form) => ({ webhookId: webhook.id, ...fieldsFrom(form), ...proof.from(form) })}
      done={() => {
        toast("The changes are saved.");
        router.push(page);
        router.refresh();
      }}
    >
      {({ pending, errors, refusal }) => (
        <>
          {edit.notice}
          <WebhookFields {...choices} of={webhook} errors={errors} />
          {proof.asked && (
            <div className="max-w-md">
              <ProofField
                because="it changes what of the account is sent, or where to"
                errors={errors}
                refusal={refusal}
              />
            </div>
          )}
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="btn btn-primary" disabled={pending}>
              {pending ? "Working…" : "Save changes"}
            </button>
            <Link className="btn" href={page}>
              Cancel
            </Link>
          </div>
        </>
      )}
    </VerbForm>
  );
}

/** A webhook as its form holds it. */
const asTyped = ({ url, description, topics, thin, version }: Opened) => ({
  ...{ url, description, version },
  topics: topics.join(" "),
  thin: thin ? payloads.thin : payloads.whole,
});
