import { KeysAffected } from "@/components/keys/keys-affected";
import { Notice } from "@/components/ui/notice";
import type { RemovalPreview } from "@/lib/users/preview-removal";
import { inDigits } from "@/lib/intl";

/** What a permanent deletion takes along, in numbers. */
export function WhatGoes({ userId, preview }: { userId: string; preview: RemovalPreview }) {
  const { name, email, events, sessions, letters, lastUserOfPerson } = preview;
  return (
    <>
      <Notice tone="danger" title="Nobody can undo this">
        <p>
          <bdi>{name}</bdi> (<bdi>{email}</bdi>) is destroyed. This also destroys:
        </p>
        <ul className="list-disc ps-5">
          <li>{counted(events, "activity entry", "activity entries")}</li>
          <li>{counted(sessions, "session", "sessions")}</li>
          <li>{counted(letters, "letter", "letters")}</li>
          <KeysAffected userId={userId} one="ends for good" many="end for good" />
          <li>{whatOfThePerson(lastUserOfPerson)}</li>
          <li>
            all data exports of the account that are ready or being made, because they hold it too
          </li>
        </ul>
      </Notice>
      <p className="text-sm text-muted">
        One line without content stays in the account’s ledger: that a user was destroyed, when, by
        whom, and how many entries went.
      </p>
    </>
  );
}

/** Of someone who never accepted it is not told whether they are elsewhere. */
function whatOfThePerson(last: boolean | null) {
  if (last === null) return "the keys only this user had, and what was kept for the invitation";
  return last
    ? "the person and their password, because this is their last place in any account"
    : "the keys only this user had; the person keeps their other accounts and their password";
}

const counted = (count: number, one: string, many: string) =>
  `${inDigits(count)} ${count === 1 ? one : many}`;
