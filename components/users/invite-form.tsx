"use client";

import Link from "next/link";
import { useState } from "react";

import { TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { VerbForm } from "@/components/ui/verb-form";
import { inviteUsersAction } from "@/lib/users/actions";

import { AddressInput } from "./address-input";
import { RoleChoice } from "./dialogs/change-role";

type Result = { email: string; ok: boolean; userId?: string; says?: string };

/** Invites one or many; afterwards says for each address what happened. */
export function InviteForm() {
  const [addresses, setAddresses] = useState<string[]>([]);
  const [results, setResults] = useState<Result[] | null>(null);

  if (results)
    return (
      <Results
        results={results}
        again={() => {
          setAddresses(results.filter(({ ok }) => !ok).map(({ email }) => email));
          setResults(null);
        }}
      />
    );

  return (
    <VerbForm
      className="card"
      verb={inviteUsersAction}
      input={(form) => {
        const typed = String(form.get("typed") ?? "")
          .trim()
          .toLowerCase();
        const emails = typed && !addresses.includes(typed) ? [...addresses, typed] : addresses;
        const name = String(form.get("name") ?? "").trim();
        return { emails, role: form.get("role"), ...(name && emails.length === 1 ? { name } : {}) };
      }}
      done={({ results: told }: { results: Result[] }) => setResults(told)}
    >
      {({ pending, errors }) => (
        <>
          <div className="card-body grid gap-5">
            <AddressInput addresses={addresses} change={setAddresses} error={errors.emails} />
            {addresses.length < 2 && (
              <TextField
                label="Name"
                name="name"
                optional
                help="As it will stand in the list until they change it."
                autoComplete="off"
                error={errors.name}
              />
            )}
            <RoleChoice chosen="user" error={errors.role} />
          </div>
          <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4.5 py-3">
            <Link className="btn" href="/users">
              Cancel
            </Link>
            <button className="btn btn-primary" disabled={pending}>
              {pending
                ? "Inviting…"
                : addresses.length > 1
                  ? `Invite ${addresses.length} people`
                  : "Invite"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}

function Results({ results, again }: { results: Result[]; again: () => void }) {
  const sent = results.filter(({ ok }) => ok).length;
  const refused = results.length - sent;
  return (
    <div className="grid gap-4">
      <Notice tone={refused > 0 ? "warn" : "good"} alert title={summaryOf(sent, refused)}>
        {sent > 0 && (
          <p>
            Each letter holds a link that works once, for 24 hours. You can follow it on the user’s
            page.
          </p>
        )}
      </Notice>
      <ul className="card divide-y divide-line">
        {results.map(({ email, ok, userId, says }) => (
          <li key={email} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2.5">
            <Icon name={ok ? "check" : "warn"} className={ok ? "text-good" : "text-danger"} />
            <bdi className="min-w-0 font-medium">{email}</bdi>
            <span className="text-muted">{ok ? "Invited" : says}</span>
            {userId && (
              <Link className="link ms-auto py-0.5" href={`/users/${userId}`}>
                Open
              </Link>
            )}
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-2">
        <Link className="btn btn-primary" href="/users">
          To the users
        </Link>
        <button type="button" className="btn" onClick={again}>
          {refused > 0 ? "Correct the refused ones" : "Invite more"}
        </button>
      </p>
    </div>
  );
}

function summaryOf(sent: number, refused: number) {
  const people = sent === 1 ? "1 person is invited" : `${sent} people are invited`;
  if (refused === 0) return `${people}.`;
  return `${people}, ${refused === 1 ? "1 address was" : `${refused} addresses were`} refused.`;
}
