import Link from "next/link";
import type { ReactNode } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import type { ApiKeyDetail } from "@/lib/api-keys/api-key";
import type { CallView } from "@/lib/traffic/traffic";

import { KeyNotice } from "./key-notice";
import { LatestCalls } from "./latest-calls";
import { scopeNouns, timeLeft } from "./words";
import { WhatStops } from "./what-stops";

/** Everything about a key that whoever wonders about it looks for first. */
export function KeyOverview({
  apiKey: key,
  reader,
  calls,
}: {
  apiKey: ApiKeyDetail;
  reader: Reader;
  /** its latest calls; null where the reader may not look at calls */
  calls: CallView[] | null;
}) {
  return (
    <div className="grid max-w-4xl gap-5">
      <KeyNotice apiKey={key} reader={reader} />
      <Section title="The key">
        <dl className="facts">
          <Fact name="Acts for">
            {key.holder ? (
              <Link className="link" href={`/users/${key.holder.id}`}>
                <bdi>{key.holder.name}</bdi>
              </Link>
            ) : (
              <span className="text-muted">Someone who was permanently deleted</span>
            )}
          </Fact>
          <Fact name="Last used">
            {key.lastUse ? (
              <>
                <Time at={key.lastUse.at} reader={reader} />
                <span className="block text-sm text-muted">
                  {[key.lastUse.program, key.lastUse.ip, key.lastUse.place]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </>
            ) : (
              "Never"
            )}
          </Fact>
          <Fact name="Made">
            <Time at={key.createdAt} reader={reader} as="full" />
          </Fact>
          <Fact name={key.daysLeft > 0 ? "Expires" : "Would have expired"}>
            <Time at={key.expiresAt} reader={reader} as="full" />
            {key.daysLeft > 0 && <span className="text-muted"> · {timeLeft(key)}</span>}
          </Fact>
          <Fact name="Only from">
            {key.networks.length > 0 ? (
              <ul>
                {key.networks.map((network) => (
                  <li key={network}>
                    <code className="font-mono text-sm">{network}</code>
                  </li>
                ))}
              </ul>
            ) : (
              <span className="text-muted">Everywhere</span>
            )}
          </Fact>
        </dl>
      </Section>
      <Section title="What it may">
        <ul className="grid gap-2">
          {scopeNouns
            .flatMap(({ name, scopes }) => scopes.map((one) => ({ ...one, name })))
            .filter(({ scope }) => key.scopes.includes(scope))
            .map(({ scope, name, access, says }) => (
              <li key={scope} className="flex flex-wrap items-baseline gap-x-2">
                <span className="font-semibold">
                  {name}, {access.toLowerCase()}
                </span>
                <span className="text-muted">{says}</span>
                {key.daysLeft > 0 && !key.effectiveScopes.includes(scope) && (
                  <Badge tone="warn">Not now</Badge>
                )}
              </li>
            ))}
        </ul>
      </Section>
      <Section
        title={key.daysLeft > 0 ? "What would stop working" : "What it did lately"}
        about="What the key did in the last 30 days, counted by the hour."
      >
        <WhatStops use={key.use} />
      </Section>
      {calls && (
        <Section
          title="Latest calls"
          actions={
            <Link className="btn btn-small" href={`/developers/requests?key=${key.id}`}>
              See all its calls
            </Link>
          }
        >
          <LatestCalls calls={calls} reader={reader} />
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
