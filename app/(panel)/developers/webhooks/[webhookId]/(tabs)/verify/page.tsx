import type { Metadata } from "next";

import { webhookOf } from "@/app/(panel)/developers/webhooks/[webhookId]/webhook";
import { Section } from "@/components/ui/section";
import { VerifyForm } from "@/components/webhooks/verify-form";
import { VerifySnippet } from "@/components/webhooks/verify-snippet";

export const metadata: Metadata = { title: "Check a signature" };

type Props = { params: Promise<{ webhookId: string }> };

export default async function VerifyPage({ params }: Props) {
  const { id } = await webhookOf((await params).webhookId);
  return (
    <div className="grid grid-cols-1 gap-5">
      <p className="max-w-prose text-muted">
        Your receiver refuses a message, or you wonder whether one is ours? Paste it here as it
        arrived, and see which check fails.
      </p>
      <VerifyForm webhookId={id} />
      <Section title="How your receiver does the same">
        <VerifySnippet />
      </Section>
    </div>
  );
}
