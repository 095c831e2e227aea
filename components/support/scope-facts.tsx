import type { ReactNode } from "react";

import type { MyGrant, SupportGrant } from "@/lib/support/support";

import { fieldWords, lengthOf, modeWords, nounWords } from "./words";

type Scope = Pick<SupportGrant | MyGrant, "nouns" | "fields" | "mode" | "ticket"> & {
  /** left out where it was never open */
  minutes?: number;
};

/** What an access opens, in words: to what, which personal fields, what for, how long. More facts may follow. */
export function ScopeFacts({ grant, children }: { grant: Scope; children?: ReactNode }) {
  const { nouns, fields, mode, minutes, ticket } = grant;
  return (
    <dl className="facts">
      <dt>What they see</dt>
      <dd>
        <ul className="grid gap-0.5">
          {nouns.map((noun) => (
            <li key={noun}>
              <span className="font-medium">{nounWords[noun][0]}</span>
              <span className="text-muted">: {nounWords[noun][1]}</span>
            </li>
          ))}
        </ul>
      </dd>
      <dt>Personal fields</dt>
      <dd>
        {fields.length === 0 ? (
          "All stay masked."
        ) : (
          <>
            Masked. One by one, and with a reason, they may unmask:
            <ul className="grid gap-0.5">
              {fields.map((field) => (
                <li key={field}>
                  <span className="font-medium">{fieldWords[field][0]}</span>
                  <span className="text-muted">: {fieldWords[field][1]}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </dd>
      <dt>May</dt>
      <dd>
        {modeWords[mode]}
        {mode === "act" && (
          <span className="block text-sm text-muted">
            Never passwords, keys, roles, ownership or deletion.
          </span>
        )}
      </dd>
      {minutes !== undefined && (
        <>
          <dt>For</dt>
          <dd>{lengthOf(minutes)}</dd>
        </>
      )}
      {ticket && (
        <>
          <dt>Ticket</dt>
          <dd>
            <bdi>{ticket}</bdi>
          </dd>
        </>
      )}
      {children}
    </dl>
  );
}
