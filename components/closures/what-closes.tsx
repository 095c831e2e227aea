"use client";

import { useReader } from "@/components/time/reader-context";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { ClosePreview } from "@/lib/closures/closure";
import { inDigits } from "@/lib/intl";

/** What closing the account destroys, and when, in numbers. */
export function WhatCloses({ preview, onRequest }: { preview: ClosePreview; onRequest: boolean }) {
  const reader = useReader();
  const { users, personsGoing, keys, webhooks, events, calls } = preview;
  const { coolingEndsAt, purgeAt, backupsGoneBy, backupsSay } = preview;
  return (
    <Notice tone="danger" title="After thirty days nobody can undo this">
      <p>
        Until <Time at={coolingEndsAt} reader={reader} as="day" /> everything works as before and
        any owner can bring it back. Then nobody can sign in, and this is destroyed:
      </p>
      <ul className="list-disc ps-5">
        <li>
          {counted(users, "user", "users")}; {counted(personsGoing, "person", "persons")} with them
          who {personsGoing === 1 ? "belongs" : "belong"} nowhere else
        </li>
        <li>
          {counted(keys, "API key", "API keys")} and {counted(webhooks, "webhook", "webhooks")}
        </li>
        <li>
          {counted(events, "activity entry", "activity entries")} and{" "}
          {counted(calls, "API call on record", "API calls on record")}
        </li>
      </ul>
      <p>
        Destroyed on{" "}
        <Time at={onRequest ? purgeAt.onRequest : purgeAt.nextCleanup} reader={reader} as="day" />.{" "}
        {backupsSay}{" "}
        {backupsGoneBy && (
          <>
            The last backup that holds it expires by{" "}
            <Time at={backupsGoneBy} reader={reader} as="day" />.{" "}
          </>
        )}
        Owners get a signed certificate by letter.
      </p>
    </Notice>
  );
}

const counted = (count: number, one: string, many: string) =>
  `${inDigits(count)} ${count === 1 ? one : many}`;
