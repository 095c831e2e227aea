"use client";

import { type ReactNode, useState } from "react";

import { inUtc } from "@/components/time/moment";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { VerbForm } from "@/components/ui/verb-form";
import { traceRequestAction } from "@/lib/staff/actions";
import type { Trace } from "@/lib/staff/looks";

import { toneOf } from "./looked-row";

/** From a request id to everything it has led to. It is a look, and told in the account it belongs to. */
export function RequestTrace({ request }: { request: string }) {
  const [trace, setTrace] = useState<Trace | null>(null);
  return (
    <div className="grid gap-5">
      <Notice title="The account reads this">
        <p>
          Looking up a request stands in the activity of its account, with your name and the reason
          you give.
        </p>
      </Notice>
      <VerbForm
        className="card grid gap-4 p-4.5 sm:grid-cols-[1fr_1fr_auto] sm:items-start"
        verb={traceRequestAction}
        input={(form) => ({ requestId: text(form, "requestId"), reason: text(form, "reason") })}
        done={setTrace}
      >
        {({ pending, errors }) => (
          <>
            <TextField
              label="Request id"
              name="requestId"
              defaultValue={request}
              error={errors.requestId}
              autoComplete="off"
              required
            />
            <TextField
              label="Why do you look?"
              name="reason"
              maxLength={300}
              error={errors.reason}
              required
            />
            <button className="btn btn-primary sm:mt-6.5" disabled={pending}>
              {pending ? "Looking…" : "Look"}
            </button>
          </>
        )}
      </VerbForm>
      <div aria-live="polite">{trace && <Hops trace={trace} />}</div>
    </div>
  );
}

function Hops({
  trace: { accounts, calls, events, letters, deliveries, attempts },
}: {
  trace: Trace;
}) {
  if (![calls, events, letters, deliveries].some((hop) => hop.length))
    return (
      <div className="card">
        <Empty title="Nothing is known of this request">
          It is older than what is kept, or the id is mistyped.
        </Empty>
      </div>
    );
  return (
    <div className="grid gap-5">
      <p>
        {accounts.length ? "Account " : "No account is known."}
        {accounts.map((id) => (
          <code key={id} className="font-mono text-sm break-all">
            {id}{" "}
          </code>
        ))}
      </p>
      <Hop title="Call" rows={calls}>
        {(one) => (
          <>
            <Badge tone={toneOf(one.status)}>{one.status}</Badge> {one.method} {one.route},{" "}
            {one.operation ?? "no operation"}
            {one.code && `, ${one.code}`}, {one.durationMs.toFixed(1)} ms
          </>
        )}
      </Hop>
      <Hop title="Activity" rows={events}>
        {(one) => (
          <>
            {one.action}, {one.outcome}
            {one.code && `, ${one.code}`}
          </>
        )}
      </Hop>
      <Hop title="Letters" rows={letters}>
        {(one) => (
          <>
            {one.kind}, {one.state}, {one.attempts} attempts
          </>
        )}
      </Hop>
      <Hop title="Deliveries of webhooks" rows={deliveries}>
        {(one) => (
          <>
            {one.topic}, {one.state}, {one.attempts} attempts, webhook{" "}
            <code className="font-mono text-xs break-all">{one.webhookId}</code>
          </>
        )}
      </Hop>
      <Hop title="Attempts" rows={attempts}>
        {(one) => (
          <>
            <Badge tone={toneOf(one.status)}>{one.status ?? one.outcome}</Badge> attempt{" "}
            {one.number}, {one.outcome}, {one.durationMs.toFixed(1)} ms
          </>
        )}
      </Hop>
    </div>
  );
}

/** One hop of the request; nothing where it led to none. */
function Hop<Row extends { at: string }>({
  title,
  rows,
  children,
}: {
  title: string;
  rows: Row[];
  children: (row: Row) => ReactNode;
}) {
  if (!rows.length) return null;
  return (
    <Section title={title}>
      <ul className="grid gap-2">
        {rows.map((row, index) => (
          <li key={index} className="flex flex-wrap justify-between gap-x-4">
            <span className="min-w-0">{children(row)}</span>
            <span className="text-sm text-muted tabular-nums">{inUtc(new Date(row.at))}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function text(form: FormData, name: string) {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
