import type { Metadata } from "next";
import Link from "next/link";

import { readerOf } from "@/components/time/reader";
import { Time } from "@/components/time/time";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { Sentence } from "@/components/ui/sentence";
import { listMailbox } from "@/lib/mail/mailbox";

export const metadata: Metadata = { title: "Local mailbox" };

export default async function MailboxPage() {
  const letters = await listMailbox();
  const reader = await readerOf(null);
  return (
    <>
      <PageHeader title="Letters" about="The newest first. Reload to see what has arrived." />
      <div className="card">
        {letters.length === 0 && (
          <Empty title="No letters yet">
            Invite someone, or ask for a new password, and the letter appears here.
          </Empty>
        )}
        <ul className="divide-y divide-line">
          {letters.map(({ id, to, subject, at }) => (
            <li key={id}>
              <Link
                href={`/mailbox/${id}`}
                prefetch={false}
                className="flex flex-wrap items-baseline justify-between gap-x-4 px-4.5 py-3 hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="min-w-0">
                  <span className="block font-semibold wrap-anywhere">
                    <Sentence says={subject} />
                  </span>
                  <span className="block text-sm text-muted">
                    to <bdi>{to}</bdi>
                  </span>
                </span>
                <span className="text-sm text-muted">
                  <Time at={at} reader={reader} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
