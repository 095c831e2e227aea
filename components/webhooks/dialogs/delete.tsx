"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import type { WebhookDialogProps } from "@/components/webhooks/use-webhook-verbs";
import { counted, hostOf } from "@/components/webhooks/words";
import { deleteWebhookAction } from "@/lib/webhooks/actions";

/** Says what is given up with a webhook, and what stays. */
export default function DeleteWebhook({ webhook, onClose, changed }: WebhookDialogProps) {
  const name = hostOf(webhook.url);
  const { pending: waiting, held } = webhook.counts;
  return (
    <Dialog title={`Delete ${name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={deleteWebhookAction}
          input={() => ({ webhookId: webhook.id })}
          done={() => {
            toast(`The webhook to ${name} is deleted.`);
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>Nothing is sent there any more. Nobody can take this back.</li>
                  <li>
                    {waiting + held > 0
                      ? `${counted(waiting + held, "message", "messages")} that ${waiting + held === 1 ? "is" : "are"} pending or held will never be sent.`
                      : "Nothing is pending or held for it."}
                  </li>
                  <li>Its address and secrets are destroyed.</li>
                  <li>
                    The record of its deliveries stays for at least 30 days. An owner can delete it
                    permanently before.
                  </li>
                </ul>
                {webhook.may.includes("webhook.pause") && (
                  <p className="text-muted">To stop it for a while, pause it instead.</p>
                )}
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb="Delete the webhook"
                keep="Keep"
                danger
              />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
