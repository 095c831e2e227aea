"use client";

import Link from "next/link";
import { useState } from "react";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import type { ReceivedRequest } from "@/lib/privacy/privacy";

import { EraseDialog } from "./erase-dialog";
import { RefuseDialog } from "./refuse-dialog";
import { requestStates } from "./request-words";

type Props = { requests: ReceivedRequest[]; reader: Reader };
type Answering = { how: "erase" | "refuse"; user: { id: string; name: string } };

/** Who asked to be erased, until when it has to be answered, and how it was. */
export function RequestList({ requests, reader }: Props) {
  const [answering, setAnswering] = useState<Answering | null>(null);
  const close = () => setAnswering(null);
  return (
    <>
      <ul className="card divide-y divide-line">
        {requests.map((request) => (
          <Request
            key={request.id}
            request={request}
            reader={reader}
            answer={(how) => setAnswering({ how, user: request.user! })}
          />
        ))}
      </ul>
      {answering?.how === "erase" && <EraseDialog user={answering.user} onClose={close} />}
      {answering?.how === "refuse" && <RefuseDialog user={answering.user} onClose={close} />}
    </>
  );
}

type RequestProps = {
  request: ReceivedRequest;
  reader: Reader;
  answer: (how: Answering["how"]) => void;
};

function Request({ request, reader, answer }: RequestProps) {
  const { user, state, reason, may } = request;
  const [says, tone] = requestStates[state];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 py-3.5 sm:px-4.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {user ? (
          <Link className="link min-w-0" href={`/users/${user.id}`} prefetch={false}>
            <bdi>{user.name}</bdi>
          </Link>
        ) : (
          <span className="text-muted">Someone who is gone</span>
        )}
        <Badge tone={tone}>{says}</Badge>
      </div>
      <p className="text-sm text-muted">
        <Times request={request} reader={reader} />
      </p>
      {reason && (
        <p className="text-sm">
          Why they ask: <bdi>{reason}</bdi>
        </p>
      )}
      {may.includes("privacy.answer_request") && user && (
        <div className="flex flex-wrap gap-2 pt-1">
          <button
            type="button"
            className="btn btn-small btn-danger-quiet"
            aria-label={`Erase ${user.name}`}
            onClick={() => answer("erase")}
          >
            Erase
          </button>
          <button
            type="button"
            className="btn btn-small"
            aria-label={`Refuse to erase ${user.name}`}
            onClick={() => answer("refuse")}
          >
            Refuse
          </button>
        </div>
      )}
    </li>
  );
}

function Times({ request, reader }: { request: ReceivedRequest; reader: Reader }) {
  const { requestedAt, dueAt, lapsedAt, answeredAt, answeredBy, answer } = request;
  const day = (at: string) => <Time at={at} reader={reader} as="day" />;
  return (
    <>
      Asked on {day(requestedAt)}.{" "}
      {answeredAt ? (
        <>
          {answeredBy ? (
            <>
              Answered by <bdi>{answeredBy}</bdi>{" "}
            </>
          ) : (
            "Closed "
          )}
          on {day(answeredAt)}.
          {answer && (
            <>
              {" "}
              <bdi>{answer}</bdi>
            </>
          )}
        </>
      ) : (
        <>
          To be answered by {day(dueAt)}.
          {lapsedAt && <> Nobody did, so they went into the bin on {day(lapsedAt)}.</>}
        </>
      )}
    </>
  );
}
