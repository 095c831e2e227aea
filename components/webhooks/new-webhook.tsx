"use client";

import Link from "next/link";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Section } from "@/components/ui/section";
import { Notice } from "@/components/ui/notice";
import { VerbForm } from "@/components/ui/verb-form";
import { createWebhookAction } from "@/lib/webhooks/actions";

import { SecretOnce } from "./secret-once";
import { SendTest } from "./send-test";
import { VerifySnippet } from "./verify-snippet";
import { fieldsFrom, type WebhookChoices, WebhookFields } from "./webhook-fields";

const empty = { url: "", description: null, topics: ["*"], thin: false };

/** Adds a webhook; then shows its secret, how to check it, and sends a first test. */
export function NewWebhook(choices: WebhookChoices) {
  const [made, setMade] = useState<{ webhookId: string; secret: string } | null>(null);
  const proof = useProof();
  if (made) return <Made {...made} />;
  return (
    <VerbForm
      className="grid gap-5"
      verb={createWebhookAction}
      input={(form) => ({ ...fieldsFrom(form), ...proof.from(form) })}
      done={setMade}
      refused={proof.refused}
    >
      {({ pending, errors, refusal }) => (
        <>
          <WebhookFields {...choices} of={empty} errors={errors} />
          {proof.asked && (
            <div className="max-w-md">
              <ProofField
                because="from now on what happens in the account is sent there"
                errors={errors}
                refusal={refusal}
              />
            </div>
          )}
          <div className="flex flex-wrap gap-2">
            <button type="submit" className="btn btn-primary" disabled={pending}>
              {pending ? "Working…" : "Add the webhook"}
            </button>
            <Link className="btn" href="/developers/webhooks">
              Cancel
            </Link>
          </div>
        </>
      )}
    </VerbForm>
  );
}

function Made({ webhookId, secret }: { webhookId: string; secret: string }) {
  return (
    <div ref={focused} tabIndex={-1} className="grid grid-cols-1 gap-5 outline-none">
      <Notice tone="good" title="The webhook is added" alert />
      <Section title="1. Keep the secret">
        <SecretOnce secret={secret} />
      </Section>
      <Section
        title="2. Check what arrives"
        about="Your receiver refuses whatever is not signed with the secret. The format is Standard Webhooks."
      >
        <VerifySnippet />
      </Section>
      <Section title="3. Send a test" about="A signed message that changes nothing.">
        <SendTest webhookId={webhookId} />
      </Section>
      <p>
        <Link className="btn btn-primary" href={`/developers/webhooks/${webhookId}`}>
          I have copied it
        </Link>
      </p>
    </div>
  );
}

/** What took the form's place is read from its top. */
const focused = (element: HTMLElement | null) => {
  if (!element) return;
  element.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
};
