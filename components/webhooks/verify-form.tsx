"use client";

import Link from "next/link";
import { useState } from "react";

import { read } from "@/components/query";
import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Icon } from "@/components/ui/icon";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { verifySignatureAction } from "@/lib/webhooks/actions";
import type { VerifiedSignature } from "@/lib/webhooks/webhook";

/** Tells whether a message that arrived is ours; and if not, exactly why. */
export function VerifyForm({ webhookId }: { webhookId: string }) {
  const [headers, setHeaders] = useState("");
  const [body, setBody] = useState("");
  const [found, setFound] = useState<VerifiedSignature | null>(null);

  async function fillIn() {
    const example = await newestMessage(webhookId).catch(() => null);
    if (!example) return toast("Nothing was delivered here yet. Send a test first.");
    setHeaders(example.headers);
    setBody(example.body);
    setFound(null);
  }

  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Section
        title="What your receiver got"
        about="Nothing of it is kept."
        actions={
          <button type="button" className="btn btn-small" onClick={() => void fillIn()}>
            Fill in the newest message
          </button>
        }
      >
        <VerbForm
          verb={verifySignatureAction}
          input={() => ({ webhookId, headers, body })}
          done={setFound}
          refused={() => setFound(null)}
        >
          {({ pending, errors }) => (
            <>
              <TextArea
                label="Headers"
                name="headers"
                rows={6}
                className="input font-mono text-sm!"
                spellCheck={false}
                autoComplete="off"
                dir="ltr"
                value={headers}
                onChange={(event) => setHeaders(event.target.value)}
                placeholder={"webhook-id: …\nwebhook-timestamp: …\nwebhook-signature: v1,…"}
                help="One a line, or as JSON. Others may stand among them."
                error={errors.headers}
              />
              <TextArea
                label="Body"
                name="body"
                rows={10}
                className="input font-mono text-sm!"
                spellCheck={false}
                autoComplete="off"
                dir="ltr"
                value={body}
                onChange={(event) => setBody(event.target.value)}
                placeholder={'{"specversion":"1.0",…}'}
                help="The raw bytes as they came, not formatted anew."
                error={errors.body}
              />
              <div>
                <button type="submit" className="btn btn-primary" disabled={pending}>
                  {pending ? "Working…" : "Check the signature"}
                </button>
              </div>
            </>
          )}
        </VerbForm>
      </Section>
      <div role="status">{found && <Result found={found} webhookId={webhookId} />}</div>
    </div>
  );
}

function Result({ found, webhookId }: { found: VerifiedSignature; webhookId: string }) {
  const reader = useReader();
  const { valid, checks, secret, deliveryId } = found;
  return (
    <div className="grid gap-4">
      <Notice
        tone={valid ? "good" : "danger"}
        title={valid ? "It is ours, and unchanged" : "A receiver would refuse it"}
      >
        {secret && (
          <p>
            Signed with the secret made <Time at={secret.createdAt} reader={reader} as="full" />
            {secret.expiresAt && (
              <>
                , which signs until <Time at={secret.expiresAt} reader={reader} as="full" />
              </>
            )}
            .
          </p>
        )}
      </Notice>
      <Section title="Check by check">
        <ol className="grid gap-3">
          {checks.map(({ check, ok, says }) => (
            <li key={check} className="flex gap-2.5">
              <Icon
                name={ok ? "check" : "close"}
                className={`mt-0.5 ${ok ? "text-good" : "text-danger"}`}
              />
              <p className="min-w-0">
                <span className="font-semibold">
                  {checkWords[check]}: {ok ? "right" : "wrong"}
                </span>
                <span className="block text-muted">{says}</span>
              </p>
            </li>
          ))}
        </ol>
        {deliveryId && (
          <p className="pt-4">
            <Link
              className="link"
              href={`/developers/webhooks/${webhookId}/deliveries/${deliveryId}`}
            >
              Look at the delivery
            </Link>
          </p>
        )}
      </Section>
    </div>
  );
}

const checkWords = {
  headers: "Headers",
  id: "Id",
  timestamp: "Time",
  signature: "Signature",
  body: "Body",
} satisfies Record<VerifiedSignature["checks"][number]["check"], string>;

/** The newest message that was sent, as a receiver got it. */
async function newestMessage(webhookId: string) {
  const page = await read("/webhook-endpoints/{webhookId}/deliveries", {
    path: { webhookId },
    query: { limit: 1 },
  });
  const [newest] = page.data;
  if (!newest) return null;
  const { body, tries } = await read("/webhook-deliveries/{deliveryId}", {
    path: { deliveryId: newest.id },
  });
  const sent = tries.find(({ excerpt }) => excerpt)?.excerpt;
  if (!body || !sent) return null;
  const headers = Object.entries(sent.requestHeaders).map(([name, value]) => `${name}: ${value}`);
  return { headers: headers.join("\n"), body };
}
