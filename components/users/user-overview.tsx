import type { ReactNode } from "react";

import { KeyList } from "@/components/keys/key-list";
import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import { roleMeanings, roleWords } from "@/components/words";
import type { ApiKeyView } from "@/lib/api-keys/api-key";
import { cancelEmailChangeAction } from "@/lib/users/actions";
import { localeInWords } from "@/lib/shapes/locale";
import type { UserView } from "@/lib/users/user";

import { InvitationProgress } from "./invitation-progress";
import { PendingEmail } from "./pending-email";
import { StateNotice } from "./state-notice";
import { subjectOf } from "./subject";
import { VerbButton } from "./verb-button";

/** Everything about a user that an administrator looks for first. */
export function UserOverview({
  user,
  reader,
  keys,
}: {
  user: UserView;
  reader: Reader;
  /** the keys they made for programs and that work or may work again */
  keys: ApiKeyView[];
}) {
  const subject = subjectOf(user);
  return (
    <div className="grid max-w-4xl gap-5">
      <StateNotice user={user} reader={reader} />
      {user.pendingEmail && (
        <PendingEmail
          address={user.pendingEmail}
          cancel={
            user.may.includes("user.cancel_email_change")
              ? { verb: cancelEmailChangeAction, input: { userId: user.id } }
              : undefined
          }
        />
      )}
      <InvitationProgress user={user} reader={reader} />
      <Section
        title="Profile"
        actions={
          <VerbButton user={subject} verb="user.edit">
            Edit
          </VerbButton>
        }
      >
        <dl className="facts">
          <Fact name="Name">
            <bdi>{user.name}</bdi>
          </Fact>
          <Fact name="Title">{user.title ? <bdi>{user.title}</bdi> : <None />}</Fact>
          <Fact name="Language">{user.locale ? localeInWords(user.locale) : <None />}</Fact>
          <Fact name="Time zone">{user.timeZone?.replaceAll("_", " ") ?? <None />}</Fact>
          <Fact name="Added">
            <Time at={user.createdAt} reader={reader} as="full" />
          </Fact>
          <Fact name="Last seen">
            {user.lastSeenAt ? <Time at={user.lastSeenAt} reader={reader} /> : "Never"}
          </Fact>
        </dl>
      </Section>
      <Section
        title="Signing in"
        actions={
          <>
            <VerbButton user={subject} verb="user.send_reset">
              Send a password link
            </VerbButton>
            <VerbButton user={subject} verb="user.start_email_change">
              Change e-mail address
            </VerbButton>
          </>
        }
      >
        <dl className="facts">
          <Fact name="E-mail address">
            <bdi>{user.email}</bdi>
          </Fact>
          <Fact name="Password">
            <span className="text-muted">
              Known to nobody but them.
              {user.may.includes("user.send_reset") && " You can send a link to set a new one."}
            </span>
          </Fact>
        </dl>
      </Section>
      <Section
        title="Role"
        actions={
          <>
            <VerbButton user={subject} verb="user.change_role">
              Change role
            </VerbButton>
            <VerbButton user={subject} verb="ownership.grant">
              Make an owner
            </VerbButton>
            <VerbButton user={subject} verb="ownership.release">
              Release ownership
            </VerbButton>
          </>
        }
      >
        <p>
          <span className="font-semibold">{roleWords[user.role]}.</span>{" "}
          <span className="text-muted">{roleMeanings[user.role]}</span>
        </p>
      </Section>
      {keys.length > 0 && (
        <section className="grid gap-2" aria-labelledby="their-keys">
          <h2 id="their-keys">API keys</h2>
          <p className="text-sm text-muted">
            Programs that act for them. They may no more than their holder, and rest when their
            holder is kept out.
          </p>
          <KeyList keys={keys} reader={reader} />
        </section>
      )}
      {(user.may.includes("user.pause") || user.may.includes("user.delete")) && (
        <Section title="Keep out">
          <ul className="grid gap-4">
            <Away
              user={user}
              verb="user.pause"
              button="Pause"
              says="Signs them out and keeps them out until they are resumed. Everything stays."
            />
            <Away
              user={user}
              verb="user.delete"
              button="Delete"
              danger
              says="Puts them into the bin. For 30 days they can be restored as they were."
            />
          </ul>
        </Section>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const None = () => <span className="text-muted">Not given</span>;

function Away({
  user,
  verb,
  button,
  says,
  danger,
}: {
  user: UserView;
  verb: "user.pause" | "user.delete";
  button: string;
  says: string;
  danger?: boolean;
}) {
  if (!user.may.includes(verb)) return null;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <span className="min-w-0 flex-1 basis-64 text-muted">{says}</span>
      <VerbButton user={subjectOf(user)} verb={verb} danger={danger}>
        {button}
      </VerbButton>
    </li>
  );
}
