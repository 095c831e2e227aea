"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { counted } from "@/components/webhooks/words";
import { removeWebhookAction } from "@/lib/webhooks/actions";
import type { DeletedWebhook } from "@/lib/webhooks/webhook";

/** Permanently deletes a webhook that was deleted before, after saying in numbers what goes with it. */
export default function RemoveWebhook({
  webhook,
  onClose,
  changed,
}: {
  webhook: DeletedWebhook;
  onClose: () => void;
  changed: () => void;
}) {
  const { id, deliveries, events } = webhook;
  return (
    <Dialog title="Delete the webhook permanently" onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={removeWebhookAction}
          input={() => ({ webhookId: id })}
          done={() => {
            toast("The webhook is permanently deleted.");
            close();
            changed();
          }}
        >
          {({ pending }) => (
            <>
              <div className="dialog-body">
                <ul className="grid list-disc gap-1 ps-5 text-muted">
                  <li>
                    {`This destroys ${counted(deliveries, "delivery", "deliveries")} and ${counted(events, "entry", "entries")} of the activity about it. Nobody can undo this.`}
                  </li>
                  <li>That there were attempts stays in the traffic, without content.</li>
                  <li>Data exports of the account are withdrawn, because they hold it too.</li>
                </ul>
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb="Delete permanently"
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
