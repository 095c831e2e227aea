"use client";

import { useEffect, useState } from "react";

import { dayAfter, isDay, startOfDay } from "@/components/time/days";
import type { Reader } from "@/components/time/moment";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { counted, hostOf } from "@/components/webhooks/words";
import type { WebhookDialogProps } from "@/components/webhooks/use-webhook-verbs";
import { previewReplayAction, replayRangeAction } from "@/lib/webhooks/actions";
import type { Outcome } from "@/lib/gate/failure";
import type { ReplayPreview } from "@/lib/webhooks/webhook";

type Which = { state: string; topic: string; from: string; to: string };

/** Sends many messages again: says how many before it does. */
export default function ReplayRange({ webhook, onClose, changed }: WebhookDialogProps) {
  const reader = useReader();
  const [which, setWhich] = useState<Which>({ state: "", topic: "", from: "", to: "" });
  const input = { webhookId: webhook.id, ...asked(which, reader) };
  const preview = usePreview(input);
  const found = preview?.ok ? preview.value : null;
  return (
    <Dialog title={`Replay messages to ${hostOf(webhook.url)}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={replayRangeAction}
          input={() => input}
          done={({ replayed, more }) => {
            toast(
              `${counted(replayed, "message is", "messages are")} on the way again.${more ? " There are more: replay again for the rest." : ""}`,
            );
            close();
            changed();
          }}
        >
          {({ pending, errors }) => (
            <>
              <div className="dialog-body">
                <p className="text-muted">
                  Messages go out again in their order, with the ids they had, so that a receiver
                  that got one already can tell.
                </p>
                <SelectField
                  label="Which"
                  value={which.state}
                  onChange={(event) => setWhich({ ...which, state: event.target.value })}
                  error={errors.state}
                >
                  <option value="">All that did not arrive: failed and held</option>
                  <option value="failed">Failed</option>
                  <option value="held">Held</option>
                  <option value="delivered">Delivered: they arrive twice</option>
                </SelectField>
                <TextField
                  label="Topic"
                  optional
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="user.pause"
                  list="replay-topics"
                  value={which.topic}
                  onChange={(event) => setWhich({ ...which, topic: event.target.value })}
                  error={errors.topic}
                  help="Left empty: all topics."
                />
                <datalist id="replay-topics">
                  {webhook.topics
                    .filter((topic) => topic !== "*")
                    .map((topic) => (
                      <option key={topic} value={topic} />
                    ))}
                </datalist>
                <div className="grid items-start gap-4 sm:grid-cols-2">
                  <TextField
                    label="From"
                    type="date"
                    optional
                    value={which.from}
                    onChange={(event) => setWhich({ ...which, from: event.target.value })}
                    error={errors.from}
                  />
                  <TextField
                    label="To"
                    type="date"
                    optional
                    value={which.to}
                    onChange={(event) => setWhich({ ...which, to: event.target.value })}
                    error={errors.to}
                    help="That day counts whole."
                  />
                </div>
                <Found preview={preview} reader={reader} />
              </div>
              <DialogFoot
                close={close}
                pending={pending}
                verb={found?.count ? `Send ${counted(found.count, "message")} again` : "Send again"}
                held={!found?.count}
              />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}

type FoundProps = { preview: Outcome<ReplayPreview> | null; reader: Reader };

function Found({ preview, reader }: FoundProps) {
  const found = preview?.ok ? preview.value : null;
  return (
    <p role="status" className="min-h-11 rounded-lg bg-sunken px-3.5 py-2.5">
      {!found ? (
        preview && !preview.ok ? (
          preview.says
        ) : (
          "Counting…"
        )
      ) : found.count === 0 ? (
        "Nothing fits: nothing would be sent."
      ) : (
        <>
          <strong className="font-semibold">{counted(found.count, "message")}</strong>, from{" "}
          <Time at={found.oldest!} reader={reader} as="full" /> to{" "}
          <Time at={found.newest!} reader={reader} as="full" />.
          {found.delivered > 0 &&
            ` ${counted(found.delivered, "of them has", "of them have")} arrived before.`}
        </>
      )}
    </p>
  );
}

/** Days become instants in the reader's zone; the last day counts whole. */
const asked = ({ state, topic, from, to }: Which, { zone }: Reader) => ({
  ...(state && { state }),
  topic: topic.trim() || null,
  from: isDay(from) ? startOfDay(from, zone).toISOString() : null,
  to: isDay(to) ? startOfDay(dayAfter(to), zone).toISOString() : null,
});

const rest = 250; // milliseconds of rest before it is counted

/** How many would be sent, counted anew whenever the question changes; null while that is not known. */
function usePreview(input: object) {
  const key = JSON.stringify(input);
  const [known, setKnown] = useState<{ key: string; outcome: Outcome<ReplayPreview> } | null>(null);

  useEffect(() => {
    const question = JSON.parse(key) as object;
    let current = true;
    const timer = setTimeout(() => {
      void previewReplayAction(question)
        .catch(() => null)
        .then((outcome) => {
          if (current && outcome) setKnown({ key, outcome });
        });
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);

  return known?.key === key ? known.outcome : null;
}
