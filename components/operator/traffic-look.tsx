"use client";

import { useState } from "react";

import { SelectField, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb } from "@/components/ui/use-verb";
import { lookAtAttemptsAction, lookAtCallsAction } from "@/lib/staff/actions";
import type { LookedAttempts, LookedCalls } from "@/lib/staff/looks";

import { AttemptRows } from "./attempt-rows";
import { CallRows } from "./call-rows";

type Look = { reason: string; what: string; result?: string; operation?: string };
type Seen =
  | { kind: "calls"; look: Look; page: LookedCalls }
  | { kind: "attempts"; look: Look; page: LookedAttempts };

/**
 * A look at an account's traffic. Nothing is shown before a reason is given, and each press of a button is a look of
 * its own, which the account is told of.
 */
export function TrafficLook({ accountId }: { accountId: string }) {
  const calls = useVerb(lookAtCallsAction);
  const attempts = useVerb(lookAtAttemptsAction);
  const [seen, setSeen] = useState<Seen | null>(null);
  const pending = calls.pending || attempts.pending;
  const refusal = calls.refusal ?? attempts.refusal;

  function lookAt(look: Look, cursor?: string | null) {
    const { reason, what } = look;
    const asked = { accountId, reason, ...(cursor && { cursor }) };
    if (what === "attempts") {
      attempts.run(asked, (page) => setSeen({ kind: "attempts", look, page }));
      return;
    }
    const filter = {
      ...(look.result && { result: look.result }),
      ...(look.operation && { operation: look.operation }),
    };
    calls.run({ ...asked, ...filter }, (page) => setSeen({ kind: "calls", look, page }));
  }

  return (
    <div className="grid gap-5">
      <Notice title="The account reads this">
        <p>
          Every look, every further page and every filter stands in the activity of the account,
          with your name and the reason you give. You see what was called and how it ended; names,
          addresses and content stay closed.
        </p>
      </Notice>
      <form
        className="card grid gap-4 p-4.5 sm:grid-cols-[2fr_1fr_1fr_1fr_auto] sm:items-start"
        noValidate
        aria-busy={pending}
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) lookAt(lookIn(new FormData(event.currentTarget)));
        }}
      >
        <TextField
          label="Why do you look?"
          name="reason"
          maxLength={300}
          error={refusal?.fields?.reason}
          required
        />
        <SelectField label="At what" name="what">
          <option value="calls">API calls</option>
          <option value="attempts">Webhook attempts</option>
        </SelectField>
        <SelectField label="How they ended" name="result">
          <option value="">Any way</option>
          <option value="ok">Answered</option>
          <option value="refused">Refused</option>
          <option value="limited">Too many</option>
          <option value="failed">Failed</option>
        </SelectField>
        <TextField label="Operation" name="operation" maxLength={60} optional />
        <button className="btn btn-primary sm:mt-6.5" disabled={pending}>
          {pending ? "Looking…" : "Look"}
        </button>
      </form>
      {refusal && !pending && !refusal.fields?.reason && <RefusalNotice refusal={refusal} />}
      <div aria-live="polite" className="grid gap-4">
        {seen?.kind === "calls" && <CallRows calls={seen.page.data} />}
        {seen?.kind === "attempts" && <AttemptRows attempts={seen.page.data} />}
        {seen?.kind === "calls" && seen.page.searchedTo && (
          <p className="text-center text-muted">
            Looked back to {seen.page.searchedTo.slice(0, 16).replace("T", " ")} UTC.
          </p>
        )}
        {seen?.page.nextCursor && (
          <p className="text-center">
            <button
              type="button"
              className="btn"
              disabled={pending}
              onClick={() => lookAt(seen.look, seen.page.nextCursor)}
            >
              Look at older ones
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function lookIn(form: FormData): Look {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  return {
    reason: text("reason"),
    what: text("what"),
    result: text("result"),
    operation: text("operation"),
  };
}
