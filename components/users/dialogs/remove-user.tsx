"use client";

import { read } from "@/components/query";
import { useState } from "react";

import { KeysAffected } from "@/components/keys/keys-affected";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { LoadFailure } from "@/components/ui/load-failure";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { removeUserAction } from "@/lib/users/actions";
import type { RemovalPreview } from "@/lib/users/preview-removal";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";
import { Fetching } from "./fetching";
import { useFetched } from "./use-fetched";

/** Destroys a user: shows what goes along and asks for the name, typed as it stands. */
export default function RemoveUser({ user, onClose, changed }: VerbDialogProps) {
  const { found, error } = useFetched((signal) =>
    read("/users/{userId}/record", { path: { userId: user.id } }, signal),
  );
  const [typed, setTyped] = useState("");
  return (
    <Dialog title={`Delete ${user.name} permanently`} onClose={onClose}>
      {(close) => {
        if (error) return <LoadFailure error={error} retry={close} />;
        if (!found) return <Fetching />;
        return (
          <VerbForm
            className="contents"
            verb={removeUserAction}
            input={() => ({ userId: user.id, name: typed })}
            done={() => {
              toast("The user and their activity are destroyed.");
              close();
              changed();
            }}
          >
            {({ pending, errors }) => (
              <>
                <div className="dialog-body">
                  <WhatGoes userId={user.id} preview={found} />
                  <TextField
                    label={`Type “${found.name}” to go on`}
                    name="name"
                    autoComplete="off"
                    spellCheck={false}
                    value={typed}
                    onChange={(event) => setTyped(event.target.value)}
                    error={errors.name}
                  />
                </div>
                <DialogFoot
                  close={close}
                  pending={pending}
                  verb="Delete permanently"
                  keep="Keep"
                  danger
                  held={same(typed) !== same(found.name)}
                />
              </>
            )}
          </VerbForm>
        );
      }}
    </Dialog>
  );
}

const same = (text: string) => text.normalize("NFC").trim();

function WhatGoes({ userId, preview }: { userId: string; preview: RemovalPreview }) {
  const { name, email, events, sessions, letters, lastUserOfPerson } = preview;
  return (
    <>
      <Notice tone="danger" title="Nobody can undo this">
        <p>
          <bdi>{name}</bdi> (<bdi>{email}</bdi>) is destroyed. This also destroys:
        </p>
        <ul className="list-disc ps-5">
          <li>{counted(events, "activity entry", "activity entries")}</li>
          <li>{counted(sessions, "session", "sessions")}</li>
          <li>{counted(letters, "letter", "letters")}</li>
          <KeysAffected userId={userId} one="ends for good" many="end for good" />
          <li>{whatOfThePerson(lastUserOfPerson)}</li>
        </ul>
      </Notice>
      <p className="text-sm text-muted">
        One line without content stays in the account’s ledger: that a user was destroyed, when, by
        whom, and how many entries went.
      </p>
    </>
  );
}

/** Of someone who never accepted it is not told whether they are elsewhere. */
function whatOfThePerson(last: boolean | null) {
  if (last === null) return "the keys only this user had, and what was kept for the invitation";
  return last
    ? "the person and their password, because this is their last place in any account"
    : "the keys only this user had; the person keeps their other accounts and their password";
}

const counted = (count: number, one: string, many: string) =>
  `${new Intl.NumberFormat("en-GB").format(count)} ${count === 1 ? one : many}`;
