"use client";

import type { CommandName } from "@/lib/policy/policy";

import { type Subject, useWebhookVerbs } from "./use-webhook-verbs";

/** One verb as a button where it is talked about; nothing when the reader may not. */
export function WebhookVerbButton({
  webhook,
  verb,
  children,
}: {
  webhook: Subject;
  verb: CommandName;
  children: string;
}) {
  const { offers, dialog } = useWebhookVerbs(webhook);
  const offer = offers.find((one) => one.verb === verb);
  if (!offer) return null;
  return (
    <>
      <button type="button" className="btn btn-small" onClick={offer.select}>
        {children}
      </button>
      {dialog}
    </>
  );
}
