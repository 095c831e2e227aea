import type { ReactNode } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Environment } from "./environment";
import { Section } from "@/components/ui/section";
import type { Installation } from "@/lib/staff/installation";
import { inDigits } from "@/lib/intl";

type Props = { installation: Installation; reader: Reader };

/** What each kind of thing is called, in the order it is shown. */
const kinds: [kind: string, title: string, about: string][] = [
  ["accounts", "Accounts", "All there are"],
  ["users", "Users", "Of all accounts"],
  ["sessions", "Sessions", "Live at this moment"],
  ["keys", "API keys", "Neither revoked nor expired"],
  ["letters", "Letters", "Not sent, and sent within a day"],
  ["endpoints", "Webhooks", "Not deleted"],
  ["messages", "Webhook messages", "Not handed to a webhook yet"],
  ["deliveries", "Webhook deliveries", "Waiting, and those of the last day"],
];

const stateWords: Record<string, string> = { setting_up: "Being set up", purging: "Being purged" };

/** Counts by state, and since when the oldest waits. */
export function Figures({ installation: { counts, environment, queue, versions }, reader }: Props) {
  return (
    <div className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3">
      {kinds.map(([kind, title, about]) => (
        <Section key={kind} title={title} about={about}>
          <dl className="facts">
            {counts
              .filter((one) => one.kind === kind)
              .map(({ state, count, oldest }) => (
                <Fact key={state} name={stateWords[state] ?? capital(state)}>
                  {number(count)}
                  <Since at={oldest} reader={reader} />
                </Fact>
              ))}
            {!counts.some((one) => one.kind === kind) && <Fact name="None">0</Fact>}
          </dl>
        </Section>
      ))}
      <Section title="Queue" about="Background work">
        <dl className="facts">
          <Fact name="Due">
            {number(queue.due)}
            <Since at={queue.oldest} reader={reader} />
          </Fact>
          <Fact name="Given up">{number(queue.givenUp)}</Fact>
        </dl>
      </Section>
      <Section title="Versions" about="What it runs on">
        <dl className="facts">
          <Fact name="Environment">
            <Environment name={environment.name} />
            <span className="block text-sm text-muted">
              marked <Time at={environment.since} reader={reader} as="day" />
            </span>
          </Fact>
          <Fact name="Installation">
            <code className="font-mono text-sm break-all">{environment.installationId}</code>
          </Fact>
          <Fact name="PostgreSQL">{versions.database}</Fact>
          <Fact name="Root key">
            <code className="font-mono text-sm break-all">{versions.rootKey}</code>
          </Fact>
        </dl>
      </Section>
    </div>
  );
}

/** The tables that live in days, with their last clean-ups. */
export function Partitions({
  partitions,
  reader,
}: {
  partitions: Installation["partitions"];
  reader: Reader;
}) {
  return (
    <dl className="facts">
      {partitions.map(({ table, days, from, to, rows, cleanedAt, dropped, keptSince }) => (
        <Fact key={table} name={tableWords[table] ?? table}>
          {days} days, {from} to {to}, about {number(rows)} rows.
          <span className="block text-sm text-muted">
            {cleanedAt ? (
              <>
                Cleaned up <Time at={cleanedAt} reader={reader} />, {dropped} days dropped
                {keptSince && (
                  <>
                    , kept since <Time at={keptSince} reader={reader} as="day" />
                  </>
                )}
                .
              </>
            ) : (
              "Not cleaned up yet: nothing is old enough, or no worker has run."
            )}
          </span>
        </Fact>
      ))}
    </dl>
  );
}

const tableWords: Record<string, string> = {
  api_calls: "API calls",
  webhook_attempts: "Webhook attempts",
};

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </>
  );
}

function Since({ at, reader }: { at: string | null; reader: Reader }) {
  return (
    at && (
      <span className="block text-sm text-muted">
        the oldest from <Time at={at} reader={reader} />
      </span>
    )
  );
}

const number = (count: number) => inDigits(count);
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
