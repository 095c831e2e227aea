"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { read } from "@/components/query";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { LoadFailure } from "@/components/ui/load-failure";
import { toast } from "@/components/ui/toast";
import { TypedName } from "@/components/ui/typed-name";
import { VerbForm } from "@/components/ui/verb-form";
import { Fetching } from "@/components/users/dialogs/fetching";
import { useFetched } from "@/components/users/dialogs/use-fetched";
import { closeAccountAction } from "@/lib/closures/actions";
import type { ClosePreview } from "@/lib/closures/closure";
import { WhatCloses } from "./what-closes";
import { sameName } from "@/lib/shapes/same-name";

/** Ends the account: shows what goes, in numbers, and asks for its name and the password. */
export function CloseAccount() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="btn btn-small btn-danger-quiet"
        onClick={() => setOpen(true)}
      >
        Close the account
      </button>
      {open && (
        <Dialog title="Close the account" onClose={() => setOpen(false)}>
          {(close) => <Fetched close={close} />}
        </Dialog>
      )}
    </>
  );
}

function Fetched({ close }: { close: () => void }) {
  const { found, error } = useFetched((signal) => read("/account/closing/preview", {}, signal));
  if (error) return <LoadFailure error={error} retry={close} />;
  if (!found) return <Fetching />;
  return <Close preview={found} close={close} />;
}

function Close({ preview, close }: { preview: ClosePreview; close: () => void }) {
  const router = useRouter();
  const proof = useProof();
  const [typed, setTyped] = useState("");
  const [onRequest, setOnRequest] = useState(false);
  const [secondOwner, setSecondOwner] = useState(false);
  return (
    <VerbForm
      className="contents"
      verb={closeAccountAction}
      input={(form) => ({
        name: typed,
        reason: form.get("reason"),
        ...{ onRequest, secondOwner, ...proof.from(form) },
      })}
      refused={proof.refused}
      done={() => {
        toast(
          secondOwner
            ? "Another owner has to confirm now. All owners have a letter."
            : "The account is being closed. It can come back for thirty days.",
        );
        close();
        router.refresh();
      }}
    >
      {({ pending, errors, refusal }) => (
        <>
          <div className="dialog-body">
            <WhatCloses preview={preview} onRequest={onRequest} />
            <Choice
              name="onRequest"
              says="Destroy it at once after the thirty days, not at the next clean-up"
              checked={onRequest}
              choose={setOnRequest}
            />
            {preview.owners > 1 && (
              <Choice
                name="secondOwner"
                says="Begin only when another owner has confirmed it"
                checked={secondOwner}
                choose={setSecondOwner}
              />
            )}
            <TextArea
              label="Reason"
              name="reason"
              optional
              rows={2}
              help="The other owners read it. It is destroyed with the account."
              error={errors.reason}
            />
            <TypedName name={preview.name} typed={typed} type={setTyped} error={errors.name} />
            {proof.asked && (
              <ProofField because="this ends the account" errors={errors} refusal={refusal} />
            )}
          </div>
          <DialogFoot
            close={close}
            pending={pending}
            verb="Close the account"
            keep="Keep it"
            danger
            held={!sameName(typed, preview.name)}
          />
        </>
      )}
    </VerbForm>
  );
}

type ChoiceProps = {
  name: string;
  says: string;
  checked: boolean;
  choose: (on: boolean) => void;
};

function Choice({ name, says, checked, choose }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="checkbox"
        name={name}
        className="mt-1 size-4"
        checked={checked}
        onChange={(event) => choose(event.target.checked)}
      />
      <span>{says}</span>
    </label>
  );
}
