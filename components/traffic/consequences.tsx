import Link from "next/link";
import type { ReactNode } from "react";

import { hasCome, type Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Icon, type IconName } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { DeliveryBadge } from "@/components/webhooks/state-badge";
import { counted } from "@/components/webhooks/words";
import type { DeliveryState } from "@/lib/webhooks/webhook";
import type { RequestView } from "@/lib/traffic/traffic";

import { letterWords } from "./letter-words";
import { LookAgain } from "./look-again";
import { Sentence } from "@/components/ui/sentence";

type Props = {
  request: RequestView;
  /** where each webhook leads, by id */
  hosts: Record<string, string>;
  reader: Reader;
};

/** What the request has led to, in the order it came about: what was done, who was written to, which webhooks were told. */
export function Consequences({ request, hosts, reader }: Props) {
  const { requestId, events, letters, deliveries } = request;
  const nothing = !events.length && !letters.length && !deliveries.length;
  return (
    <Section
      title="What it has led to"
      about="What was done, the letters that were written and the webhooks that were told."
      actions={isUnderWay(request) && <LookAgain>Look again</LookAgain>}
    >
      {nothing ? (
        <p className="text-muted">
          Nothing: it only read, or it was refused before it changed anything.
        </p>
      ) : (
        <ol className="grid gap-4">
          {events.map((event) => (
            <Step key={event.id} icon="activity" kind="Activity" at={event.at} reader={reader}>
              <span className="wrap-anywhere">
                <Sentence says={event.sentence} />
              </span>{" "}
              {event.outcome === "refused" && <Badge tone="warn">Refused</Badge>}
              {event.outcome === "denied" && <Badge tone="danger">Not allowed</Badge>}
            </Step>
          ))}
          {letters.map((letter) => (
            <Step key={letter.id} icon="mail" kind="Letter" at={letter.createdAt} reader={reader}>
              {letterWords(letter.kind)}
              {letter.user && (
                <>
                  {" to "}
                  {letter.user.name === null ? (
                    "someone permanently deleted"
                  ) : (
                    <Link className="link" href={`/users/${letter.user.id}`} prefetch={false}>
                      <bdi>{letter.user.name}</bdi>
                    </Link>
                  )}
                </>
              )}{" "}
              <LetterBadge letter={letter} />
            </Step>
          ))}
          {deliveries.map((delivery) => (
            <Step key={delivery.id} icon="send" kind="Webhook" reader={reader}>
              <Link
                className="link"
                href={`/developers/webhooks/${delivery.webhookId}/deliveries/${delivery.id}`}
                prefetch={false}
              >
                <code className="font-mono text-sm">{delivery.topic}</code> to{" "}
                <bdi>{hosts[delivery.webhookId] ?? "a webhook that was deleted"}</bdi>
              </Link>{" "}
              <DeliveryBadge state={delivery.state as DeliveryState} />
              <span className="block text-sm text-muted">
                {delivery.attempts === 0 ? "Not tried yet" : counted(delivery.attempts, "attempt")}
                {delivery.lastStatus !== null && `, last answered with ${delivery.lastStatus}`}
                {delivery.state === "pending" && delivery.nextAt && !hasCome(delivery.nextAt) && (
                  <>
                    , tried again <Time at={delivery.nextAt} reader={reader} />
                  </>
                )}
                .
              </span>
            </Step>
          ))}
        </ol>
      )}
      {events.length > 0 && (
        <p className="pt-4">
          <Link
            className="btn btn-small"
            href={`/activity?request=${encodeURIComponent(requestId)}`}
            prefetch={false}
          >
            See it in the activity
          </Link>
        </p>
      )}
    </Section>
  );
}

function Step({
  icon,
  kind,
  at,
  reader,
  children,
}: {
  icon: IconName;
  kind: string;
  at?: string;
  reader: Reader;
  children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <Icon name={icon} className="mt-0.5 text-muted" />
      <div>
        <p className="text-sm text-muted">
          {kind}
          {at && (
            <>
              {" · "}
              <Time at={at} reader={reader} as="second" />
            </>
          )}
        </p>
        <div>{children}</div>
      </div>
    </li>
  );
}

function LetterBadge({ letter: { state, attempts } }: { letter: RequestView["letters"][number] }) {
  if (state === "sent") return <Badge tone="good">Sent</Badge>;
  if (state === "failed") return <Badge tone="danger">Did not arrive</Badge>;
  return <Badge tone="calm">{attempts ? "Being tried again" : "On its way"}</Badge>;
}

/** Whether something of it may look different in a moment. */
const isUnderWay = ({ letters, deliveries }: RequestView) =>
  letters.some(({ state }) => state === "queued") ||
  deliveries.some(({ state }) => state === "pending");
