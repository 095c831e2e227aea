"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { requestErasureAction } from "@/lib/privacy/actions";
import type { Privacy } from "@/lib/privacy/privacy";
import { inDigits } from "@/lib/intl";

type Props = { account: string; erasing: Privacy["erasing"] };

/** Asks for everything about oneself to go: what that destroys, in numbers, and why one asks, if one likes to say. */
export function AskForErasure({ account, erasing }: Props) {
  const router = useRouter();
  const proof = useProof();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="btn btn-small btn-danger-quiet"
        onClick={() => setOpen(true)}
      >
        Ask to be erased
      </button>
      {open && (
        <Dialog title={`Ask to be erased from ${account}`} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={requestErasureAction}
              input={(form) => ({
                ...(form.get("reason") ? { reason: form.get("reason") } : {}),
                ...proof.from(form),
              })}
              refused={proof.refused}
              done={() => {
                toast("Your request is with those who run the account.");
                close();
                router.refresh();
              }}
            >
              {({ pending, errors, refusal }) => (
                <>
                  <div className="dialog-body">
                    <WhatWillGo account={account} erasing={erasing} />
                    <TextArea
                      label="Why"
                      name="reason"
                      optional
                      help="Whoever decides reads it. You need not say."
                      error={errors.reason}
                    />
                    {proof.asked && (
                      <ProofField
                        because="this cannot be undone once it is done"
                        errors={errors}
                        refusal={refusal}
                      />
                    )}
                  </div>
                  <DialogFoot
                    close={close}
                    pending={pending}
                    verb="Ask to be erased"
                    keep="Keep everything"
                    danger
                  />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}

function WhatWillGo({ account, erasing }: Props) {
  const { events, sessions, letters, lastUserOfPerson } = erasing;
  return (
    <Notice tone="warn" title="When it is done, nobody can undo it">
      <ul className="list-disc ps-5">
        <li>
          Your place in <bdi>{account}</bdi>, your name and your address there
        </li>
        <li>
          {counted(events, "entry of the activity about you", "entries of the activity about you")}
        </li>
        <li>
          {counted(sessions, "session", "sessions")} and {counted(letters, "letter", "letters")}
        </li>
        <li>
          {lastUserOfPerson
            ? "Your login and your password, because this is your last place"
            : "Your login stays, for your other accounts"}
        </li>
      </ul>
      <p>
        An owner or administrator answers within a month. If nobody does, it is done. Until then you
        can take it back.
      </p>
    </Notice>
  );
}

const counted = (count: number, one: string, many: string) =>
  `${inDigits(count)} ${count === 1 ? one : many}`;
