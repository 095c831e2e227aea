import Link from "next/link";
import type { ReactNode } from "react";

import { inUtc, type Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Sentence } from "@/components/ui/sentence";
import { fieldNames } from "@/lib/activity/sentences";
import type { Change, EventView } from "@/lib/activity/event";
import { displayNames } from "@/lib/intl";

type Props = {
  event: EventView;
  reader: Reader;
  /** whether the reader may search the account's activity */
  jumps: boolean;
  /** whether the reader may see what a request has led to */
  traces: boolean;
};

/** One event: a sentence, and on request everything known about it. */
export function EventItem({ event, reader, jumps, traces }: Props) {
  return (
    <details className="event group">
      <summary className="flex min-h-10 cursor-pointer items-start gap-3 px-4 py-2.5 hover:bg-hover">
        <span className="w-12 shrink-0 text-muted max-sm:hidden">
          <Time at={event.at} reader={reader} as="clock" />
        </span>
        <span className="min-w-0 flex-1 wrap-anywhere">
          <Sentence says={event.sentence} names={namesIn(event)} />
          <span className="block text-sm text-muted sm:hidden">
            <Time at={event.at} reader={reader} as="clock" />
          </span>
        </span>
        {event.outcome === "refused" && <Badge tone="warn">Refused</Badge>}
        {event.outcome === "denied" && <Badge tone="danger">Not allowed</Badge>}
        <span className="w-20 shrink-0 text-end text-sm text-muted max-md:hidden">
          {sourceWords[event.source]}
        </span>
        <Icon name="right" className="mt-0.5 text-muted group-open:rotate-90" />
      </summary>
      <div className="grid gap-4 border-t border-line bg-page px-4 py-4 sm:ps-19">
        {event.changes.length > 0 && <Changes changes={event.changes} />}
        <dl className="facts">
          <Fact name="Exactly">
            <code className="font-mono text-sm">{inUtc(new Date(event.at))}</code>
          </Fact>
          <Fact name="By">
            <bdi>{event.actor.name}</bdi>
            {jumps && event.actor.id && (
              <Jump to={{ actor: event.actor.id }}>Everything they did</Jump>
            )}
          </Fact>
          {event.onBehalfOf && (
            <Fact name="On behalf of">
              <bdi>{event.onBehalfOf.name}</bdi>
              <Link
                className="link ms-3 text-sm"
                href={`/users/${event.onBehalfOf.id}`}
                prefetch={false}
              >
                Open
              </Link>
            </Fact>
          )}
          <Fact name={event.object.kind === "account" ? "Account" : "On"}>
            <bdi>{event.object.name}</bdi>
            {jumps && event.object.id && (
              <>
                <Jump to={{ object: event.object.id }}>Everything done to it</Jump>
                {event.object.kind !== "account" && (
                  <Link
                    className="link ms-3 text-sm"
                    href={`${pages[event.object.kind]}/${event.object.id}`}
                    prefetch={false}
                  >
                    Open
                  </Link>
                )}
              </>
            )}
          </Fact>
          {typeof event.particulars.reason === "string" && event.particulars.reason && (
            <Fact name="Reason">
              <bdi>{event.particulars.reason}</bdi>
            </Fact>
          )}
          <Fact name="From">{originOf(event, reader)}</Fact>
          <Fact name="Request">
            {traces ? (
              <Link
                className="link font-mono text-sm break-all"
                href={`/developers/requests/${encodeURIComponent(event.requestId)}`}
                title="The call, and what it has led to"
                prefetch={false}
              >
                {event.requestId}
              </Link>
            ) : (
              <code className="font-mono text-sm break-all">{event.requestId}</code>
            )}
            {jumps && <Jump to={{ request: event.requestId }}>Same request</Jump>}
          </Fact>
          {event.code && (
            <Fact name="Refused with">
              <code className="font-mono text-sm">{event.code}</code>
            </Fact>
          )}
        </dl>
      </div>
    </details>
  );
}

/** What people chose themselves, of everything in the sentence. */
const namesIn = ({ actor, object, changes, particulars }: EventView) => [
  actor.name,
  object.name,
  particulars.reason,
  ...changes.flatMap(({ from, to }) => [from, to]),
];

/** Where things have a page of their own. */
const pages = {
  user: "/users",
  api_key: "/developers/keys",
  webhook: "/developers/webhooks",
  support_grant: "/trust/support",
} as const satisfies Record<Exclude<EventView["object"]["kind"], "account">, string>;

const sourceWords = { panel: "Panel", api: "API", job: "By itself", cli: "Console" } as const;

function Changes({ changes }: { changes: Change[] }) {
  return (
    <table className="w-full max-w-2xl text-sm">
      <thead className="text-start text-muted">
        <tr>
          <th className="w-1/4 pb-1 text-start font-medium">Field</th>
          <th className="pb-1 text-start font-medium">Before</th>
          <th className="pb-1 text-start font-medium">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, from, to }) => (
          <tr key={field} className="border-t border-line align-top">
            <th scope="row" className="py-1.5 pe-3 text-start font-medium first-letter:uppercase">
              {fieldNames[field] ?? field}
            </th>
            <td className="py-1.5 pe-3 text-muted">
              <Value of={from} />
            </td>
            <td className="py-1.5">
              <Value of={to} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ of }: { of: unknown }) {
  if (of === null || of === undefined || of === "")
    return <span className="text-muted">Nothing</span>;
  return <bdi>{typeof of === "string" ? of : JSON.stringify(of)}</bdi>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Jump({ to, children }: { to: Record<string, string>; children: ReactNode }) {
  return (
    <Link
      className="link ms-3 text-sm"
      href={`/activity?${new URLSearchParams(to)}`}
      prefetch={false}
    >
      {children}
    </Link>
  );
}

function originOf({ origin, source }: EventView, { locale }: Reader) {
  if (!origin) return sourceWords[source];
  const place =
    origin.place && /^[A-Z]{2}$/.test(origin.place)
      ? displayNames(locale, { type: "region" }).of(origin.place)
      : origin.place;
  return [origin.browser, origin.ip, place].filter(Boolean).join(" · ") || sourceWords[source];
}
