import Link from "next/link";
import type { ReactNode } from "react";

import { inUtc, type Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import { took } from "@/components/webhooks/words";
import { resultOf } from "@/lib/traffic/result";
import type { RequestView } from "@/lib/traffic/traffic";

import { ResultBadge } from "./result-badge";
import { callerOf, callsAt, resultMeanings, size, sourceWords } from "./words";
import { displayNames } from "@/lib/intl";

export type Call = NonNullable<RequestView["call"]>;

type Props = {
  call: Call;
  /** what it asked for, in words */
  says: string | undefined;
  /** what the refusal means, in a sentence */
  refusal: string | undefined;
  reader: Reader;
};

/** Everything known about a call, in words. */
export function CallFacts({ call, says, refusal, reader }: Props) {
  return (
    <Section title="The call">
      <dl className="facts">
        <Fact name="When">
          <Time at={call.at} reader={reader} as="full" />
          <span className="block text-sm text-muted">
            Exactly <code className="font-mono">{inUtc(new Date(call.at))}</code>
          </span>
        </Fact>
        <Fact name="Asked for">
          {says ?? "An address that leads to nothing"}
          {call.operation && (
            <span className="block text-sm text-muted">
              <code className="font-mono">{call.operation}</code>
              <More filter={{ operation: call.operation }}>All calls of it</More>
            </span>
          )}
        </Fact>
        <Fact name="Result">
          <ResultBadge status={call.status} />
          <p className="pt-1">{refusal ?? resultMeanings[resultOf(call.status)]}</p>
          {call.code && (
            <p className="text-sm text-muted">
              Code <code className="font-mono">{call.code}</code>
              <More filter={{ code: call.code }}>All refused like this</More>
              <a className="link ms-3" href={`/developers/api#error-${call.code}`}>
                What a program does about it
              </a>
            </p>
          )}
        </Fact>
        <Fact name="Called by">
          <Caller call={call} />
        </Fact>
        <Fact name="Came through">{sourceWords[call.source]}</Fact>
        <Fact name="From">{originOf(call, reader)}</Fact>
        <Fact name="Took">
          {took(call.durationMs)}
          <span className="text-muted">
            {" "}
            · {size(call.bytesIn)} came in, {size(call.bytesOut)} went out
          </span>
        </Fact>
        <Fact name="If repeated">
          {call.idempotent ? (
            <>
              It came with an <code className="font-mono text-sm">Idempotency-Key</code>: sent again
              with the same one within 24 hours, it gets the same answer and is done once.
            </>
          ) : (
            whenRepeated(call.method)
          )}
        </Fact>
        <Fact name="Request id">
          <code className="font-mono text-sm break-all">{call.requestId}</code>
          <span className="block text-sm text-muted">
            The caller got it too, in the header <code className="font-mono">X-Request-Id</code>.
          </span>
        </Fact>
      </dl>
    </Section>
  );
}

function Caller({ call }: { call: Call }) {
  const { actor, key } = call;
  return (
    <>
      {key ? (
        <>
          The key{" "}
          <Link className="link" href={`/developers/keys/${key.id}`} prefetch={false}>
            <bdi>{callerOf(call)}</bdi>
          </Link>
          <More filter={{ key: key.id }}>All calls with it</More>
        </>
      ) : (
        <Person actor={actor} />
      )}
      {key && actor.id && (
        <span className="block text-sm text-muted">
          acting for <Person actor={actor} />
        </span>
      )}
    </>
  );
}

function Person({ actor }: { actor: Call["actor"] }) {
  if (!actor.id || actor.name === null) return callerOf({ actor, key: null });
  return (
    <>
      <Link className="link" href={`/users/${actor.id}`} prefetch={false}>
        <bdi>{actor.name}</bdi>
      </Link>
      <More filter={{ actor: actor.id }}>All their calls</More>
    </>
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

function More({ filter, children }: { filter: Record<string, string>; children: ReactNode }) {
  return (
    <Link className="link ms-3 text-sm" href={callsAt(filter)} prefetch={false}>
      {children}
    </Link>
  );
}

const whenRepeated = (method: string) =>
  method === "GET" || method === "HEAD"
    ? "Nothing happens: it only reads."
    : "It is tried anew. A program that cannot know whether it was answered sends an Idempotency-Key along.";

function originOf({ origin }: Call, { locale }: Reader) {
  const place =
    origin?.place && /^[A-Z]{2}$/.test(origin.place)
      ? displayNames(locale, { type: "region" }).of(origin.place)
      : origin?.place;
  return [origin?.browser, origin?.ip, place].filter(Boolean).join(" · ") || "Not known";
}
