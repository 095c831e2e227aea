"use client";

import { useState, useTransition } from "react";

import { ApiRefusal, read } from "@/components/query";
import { Notice } from "@/components/ui/notice";
import { roleWords, statusWords } from "@/components/words";
import type { schemas } from "@/lib/client/paths";
import type { SupportMode } from "@/lib/support/support";

import { nounWords } from "./words";

type Seen = schemas["SupportPreview"];

/**
 * Shows what support would see with what is chosen in the form around it: the first rows of each part as they are now,
 * with the same fields masked.
 */
export function Preview({ grantId }: { grantId: string }) {
  const [seen, setSeen] = useState<Seen | null>(null);
  const [trouble, setTrouble] = useState("");
  const [pending, start] = useTransition();

  function show(form: HTMLFormElement | null) {
    const chosen = new FormData(form ?? undefined);
    const query = {
      nouns: chosen.getAll("nouns").join(","),
      mode: chosen.get("mode") as SupportMode,
    };
    start(async () => {
      try {
        setSeen(await read("/support-grants/{grantId}/preview", { path: { grantId }, query }));
        setTrouble("");
      } catch (error) {
        setTrouble(error instanceof ApiRefusal ? error.message : "The server cannot be reached.");
      }
    });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p>
        <button
          type="button"
          className="btn btn-small"
          disabled={pending}
          onClick={(event) => show(event.currentTarget.form)}
        >
          {pending ? "Looking…" : seen ? "Show it anew" : "Show what they would see"}
        </button>
      </p>
      {trouble && (
        <Notice tone="warn" alert>
          <p>{trouble}</p>
        </Notice>
      )}
      <div aria-live="polite">{seen && <Rows seen={seen} />}</div>
    </div>
  );
}

function Rows({ seen: { account, users, activity, webhooks, traffic } }: { seen: Seen }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-edge p-3">
      <Part name={nounWords.account[0]} rows={account && [account.name]} />
      <Part
        name={nounWords.users[0]}
        rows={
          users &&
          users.data.map(
            ({ name, email, role, status }) =>
              `${name}, ${email}, ${roleWords[role].toLowerCase()}, ${statusWords[status].toLowerCase()}`,
          )
        }
      />
      <Part
        name={nounWords.activity[0]}
        rows={activity && activity.data.map(({ sentence }) => sentence)}
      />
      <Part name={nounWords.webhooks[0]} rows={webhooks && webhooks.data.map(({ url }) => url)} />
      <Part
        name={nounWords.traffic[0]}
        rows={
          traffic &&
          traffic.data.map(({ method, route, status }) => `${method} ${route}, ${status}`)
        }
      />
    </div>
  );
}

/** The first rows of one part; nothing where it is not opened. */
function Part({ name, rows }: { name: string; rows: string[] | null }) {
  if (!rows) return null;
  return (
    <section aria-label={name}>
      <h3 className="text-sm text-muted">{name}</h3>
      <ul>
        {rows.length === 0 && <li className="text-muted">Nothing there yet</li>}
        {rows.map((row, index) => (
          <li key={index}>
            <bdi>{row}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
