import type { Metadata } from "next";
import Link from "next/link";

import { MyCopies } from "@/components/exports/my-copies";
import { AskForErasure } from "@/components/privacy/ask-for-erasure";
import { EraseMe } from "@/components/privacy/erase-me";
import { GivenList } from "@/components/privacy/given-list";
import { HeldList } from "@/components/privacy/held-list";
import { MyRequest } from "@/components/privacy/my-request";
import { WhoSawIt } from "@/components/privacy/who-saw-it";
import { readerOf } from "@/components/time/reader";
import { Section } from "@/components/ui/section";
import { roleWords } from "@/components/words";
import { listCopies } from "@/lib/exports/list-copies";
import { currentMe, read } from "@/lib/gate/page";
import { listMyLedger } from "@/lib/ledger/list-my-ledger";
import { showPrivacy } from "@/lib/privacy/show-privacy";
import type { Role } from "@/lib/users/user";

export const metadata: Metadata = { title: "Your privacy" };

export default async function PrivacyPage() {
  const me = await currentMe();
  const reader = await readerOf(me);
  const [privacy, ledger] = [await read(showPrivacy, {}), await read(listMyLedger, {})];
  const { person, accounts, given, request, erasing, may } = privacy;
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <Section
        title="What is held about you"
        about={
          <>
            Open a line to see what it is, how it is kept and for how long.{" "}
            <Link className="link" href="/trust/locations" prefetch={false}>
              In which places
            </Link>
          </>
        }
      >
        <h3 className="pb-1 text-sm! text-muted">Your login</h3>
        <HeldList held={person} />
        {accounts.map(({ id, name, role, held }) => (
          <div key={id} className="pt-4">
            <h3 className="pb-1 text-sm! text-muted">
              In <bdi>{name}</bdi>, as {roleWords[role as Role].toLowerCase()}
            </h3>
            <HeldList held={held} />
          </div>
        ))}
      </Section>
      <Section
        title="To whom it was given"
        about={
          <>
            Outside of this installation, added up.{" "}
            <Link className="link" href="/trust/processors" prefetch={false}>
              Who they are and what they may get
            </Link>
          </>
        }
      >
        <GivenList given={given} reader={reader} />
      </Section>
      <section aria-labelledby="who-saw-it">
        <h2 id="who-saw-it" className="pb-3">
          Who got at it from outside
        </h2>
        <WhoSawIt page={ledger} />
      </section>
      <Section
        title="Take a copy"
        about="Everything that is held about you, in all accounts, as one file of JSON and CSV. Nobody needs to be asked."
      >
        <MyCopies first={await read(listCopies, {})} />
      </Section>
      <Section title="Correct it">
        <p className="text-muted">
          You change your name, title, language and time zone in your{" "}
          <Link className="link" href="/me">
            profile
          </Link>
          , and your address and password under{" "}
          <Link className="link" href="/me/security">
            security
          </Link>
          . Your role, and whether you are in an account at all, only an administrator or owner of
          it can change.
        </p>
      </Section>
      <Section title="Restrict it">
        <p className="text-muted">
          While it is unclear whether something about you is right, or may be kept, you can ask that
          nothing is done with it but keeping it. Ask whoever runs{" "}
          <bdi className="font-medium text-ink">{me.account.name}</bdi>: they can pause your place,
          so that nobody works with it, and resume it when it is settled. Pausing also signs you out
          there.
        </p>
      </Section>
      <Section
        title="Have it erased"
        actions={
          may.includes("me.request_erasure") && (
            <AskForErasure account={me.account.name} erasing={erasing} />
          )
        }
      >
        {request && request.state !== "erased" ? (
          <MyRequest request={request} reader={reader} />
        ) : (
          <p className="text-muted">
            You can ask <bdi>{me.account.name}</bdi> to erase everything it holds about you. An
            owner or administrator has to answer within a month.
          </p>
        )}
      </Section>
      <Section
        title="Leave everything"
        about="Be erased in all accounts at once, with your login. Nobody has to answer, and nobody can undo it."
        actions={<EraseMe />}
      >
        <p className="text-muted">
          What you did to others stays on record, without your name. The only owner of an account
          has to make someone else an owner first, or close it.
        </p>
      </Section>
    </div>
  );
}
