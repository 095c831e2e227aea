import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { LetterText } from "@/components/mailbox/letter-text";
import { readerOf } from "@/components/time/reader";
import { Time } from "@/components/time/time";
import { PageHeader } from "@/components/ui/page-header";
import { showMailboxLetter } from "@/lib/mail/mailbox";

export const metadata: Metadata = { title: "Letter" };

export default async function LetterPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const letter = await showMailboxLetter(id);
  if (!letter) notFound();
  const reader = await readerOf(null);
  return (
    <>
      <PageHeader
        title={<bdi>{letter.subject}</bdi>}
        trail={[{ href: "/mailbox", name: "Letters" }]}
      />
      <div className="grid gap-5">
        <article className="card">
          <dl className="facts card-head justify-start!">
            <dt>From</dt>
            <dd>
              <bdi>{letter.from}</bdi>
            </dd>
            <dt>To</dt>
            <dd>
              <bdi>{letter.to}</bdi>
            </dd>
            <dt>Written</dt>
            <dd>
              <Time at={letter.at} reader={reader} as="full" />
            </dd>
          </dl>
          <div className="card-body">
            <LetterText text={letter.text} />
          </div>
        </article>
        {letter.html && (
          <details className="card">
            <summary className="cursor-pointer px-4.5 py-3 font-medium">
              As HTML, the way mail programs show it
            </summary>
            <iframe
              title="The letter as HTML"
              src={`/mailbox/${id}/html`}
              sandbox=""
              className="block h-140 w-full rounded-b-lg border-t border-line bg-surface"
            />
          </details>
        )}
      </div>
    </>
  );
}
