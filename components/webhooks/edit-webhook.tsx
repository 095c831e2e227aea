"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editWebhookAction } from "@/lib/webhooks/actions";
import type { WebhookView } from "@/lib/webhooks/webhook";

import { fieldsFrom, type WebhookChoices, WebhookFields } from "./webhook-fields";

type Props = WebhookChoices & {
  webhook: Pick<WebhookView, "id" | "url" | "description" | "topics" | "thin" | "version">;
};

/** Changes where a webhook leads, what it is told and how much. */
export function EditWebhook({ webhook, ...choices }: Props) {
  const router = useRouter();
  const page = `/developers/webhooks/${webhook.id}` as const;
  return (
    <VerbForm
      className="grid gap-5"
      verb={editWebhookAction}
      input={(form) => ({
        ...{ webhookId: webhook.id, version: webhook.version },
        ...fieldsFrom(form),
      })}
      done={() => {
        toast("The changes are saved.");
        router.push(page);
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          <WebhookFields {...choices} of={webhook} errors={errors} />
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
