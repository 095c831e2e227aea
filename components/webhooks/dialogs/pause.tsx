"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import type { WebhookDialogProps } from "@/components/webhooks/use-webhook-verbs";
import { counted, hostOf } from "@/components/webhooks/words";
import { pauseWebhookAction } from "@/lib/webhooks/actions";

/** Says what is held when a webhook rests. */
export default function PauseWebhook({ webhook, onClose, changed }: WebhookDialogProps) {
  const name = hostOf(webhook.url);
  return (
    <Dialog title={`Pause ${name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={pauseWebhookAction}
          input={() => ({ webhookId: webhook.id })}
          done={({ held }) => {
            toast(
              held > 0
                ? `${name} is paused; ${counted(held, "message is", "messages are")} held.`
                : `${name} is paused.`,
            );
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>Nothing is sent there from now on, until it is resumed.</li>
                  <li>
                    {webhook.counts.pending > 0
                      ? `${counted(webhook.counts.pending, "pending message is", "pending messages are")} held, and so is everything that happens meanwhile.`
                      : "Everything that happens meanwhile is held."}
                  </li>
                  <li>
                    Nothing is lost: on resuming you choose whether what was held is sent or stays
                    held.
                  </li>
                  <li>Tests can still be sent.</li>
                </ul>
              </div>
              <DialogFoot close={close} pending={pending} verb="Pause" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}
