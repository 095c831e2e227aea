"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import type { WebhookDialogProps } from "@/components/webhooks/use-webhook-verbs";
import { counted, hostOf } from "@/components/webhooks/words";
import { resumeWebhookAction } from "@/lib/webhooks/actions";

/** Asks what becomes of the messages held meanwhile. */
export default function ResumeWebhook({ webhook, onClose, changed }: WebhookDialogProps) {
  const name = hostOf(webhook.url);
  const { held } = webhook.counts;
  return (
    <Dialog title={`Resume ${name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={resumeWebhookAction}
          input={(form) => ({ webhookId: webhook.id, held: form.get("held") ?? "leave" })}
          done={({ replayed }) => {
            toast(
              replayed > 0
                ? `${name} is active; ${counted(replayed, "held message is", "held messages are")} on the way.`
                : `${name} is active again.`,
            );
            close();
            changed();
          }}
        >
          {({ pending, errors }) => (
            <>
              <div className="dialog-body">
                <p className="text-muted">
                  What happens from now on is sent again. It starts with a clean slate: earlier
                  failures no longer count.
                </p>
                {held > 0 && (
                  <fieldset className="grid gap-2.5">
                    <legend className="pb-1.5 font-semibold">
                      {counted(held, "message was", "messages were")} held. What about{" "}
                      {held === 1 ? "it" : "them"}?
                    </legend>
                    <Choice value="replay" title={`Send ${counted(held, "message")} now`} first>
                      In their order, before anything new. Receivers know them by their ids.
                    </Choice>
                    <Choice value="leave" title="Leave held">
                      They stay in the list and can be replayed one by one or by date.
                    </Choice>
                    {errors.held && <p className="field-error">{errors.held}</p>}
                  </fieldset>
                )}
              </div>
              <DialogFoot close={close} pending={pending} verb="Resume" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}

function Choice({
  value,
  title,
  first,
  children,
}: {
  value: string;
  title: string;
  first?: boolean;
  children: string;
}) {
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="radio"
        name="held"
        className="mt-1 shrink-0"
        value={value}
        defaultChecked={first}
      />
      <span>
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </label>
  );
}
