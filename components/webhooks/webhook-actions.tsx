"use client";

import Link from "next/link";

import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";

import { type Subject, useWebhookVerbs } from "./use-webhook-verbs";
import { hostOf } from "./words";

/** The chief action as a button, the rest in a menu. */
export function WebhookActions({ webhook }: { webhook: Subject }) {
  const { offers, entries, dialog } = useWebhookVerbs(webhook);
  const resume = offers.find(({ verb }) => verb === "webhook.resume");
  return (
    <>
      {resume && (
        <button type="button" className="btn btn-primary" onClick={resume.select}>
          <Icon name="resume" />
          Resume
        </button>
      )}
      {webhook.may.includes("webhook.edit") && (
        <Link className="btn" href={`/developers/webhooks/${webhook.id}/edit`}>
          <Icon name="edit" />
          Edit
        </Link>
      )}
      {entries.length > 0 && (
        <Menu label={`Actions for ${hostOf(webhook.url)}`} className="btn" entries={entries}>
          Actions
          <Icon name="down" className="size-4" />
        </Menu>
      )}
      {dialog}
    </>
  );
}
