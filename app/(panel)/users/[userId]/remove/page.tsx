import type { Metadata } from "next";

import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { RemoveForm } from "@/components/users/remove-form";
import { read } from "@/lib/gate/page";
import { previewRemoval } from "@/lib/users/preview-removal";

export const metadata: Metadata = { title: "Delete permanently" };

type Props = { params: Promise<{ userId: string }> };

export default async function RemovePage({ params }: Props) {
  const { userId } = await params;
  const { name, email, events, sessions, letters, lastUserOfPerson } = await read(previewRemoval, {
    userId,
  });
  return (
    <div className="grid max-w-2xl gap-5">
      <Section title="Delete permanently">
        <div className="grid gap-4">
          <Notice tone="danger" title="This cannot be undone by anyone">
            <p>
              <bdi>{name}</bdi> (<bdi>{email}</bdi>) is destroyed, and with them:
            </p>
            <ul className="list-disc ps-5">
              <li>{counted(events, "activity entry", "activity entries")}</li>
              <li>{counted(sessions, "session", "sessions")}</li>
              <li>{counted(letters, "letter", "letters")}</li>
              <li>
                {lastUserOfPerson
                  ? "the person and their password, because this is their last place in any account"
                  : "the keys only this user had; the person keeps their other accounts and their password"}
              </li>
            </ul>
          </Notice>
          <p className="text-muted">
            One line without any content stays in the account’s ledger: that a user was destroyed,
            when, by whom, and how many entries went.
          </p>
          <RemoveForm userId={userId} name={name} />
        </div>
      </Section>
    </div>
  );
}

const counted = (count: number, one: string, many: string) =>
  `${new Intl.NumberFormat("en-GB").format(count)} ${count === 1 ? one : many}`;
