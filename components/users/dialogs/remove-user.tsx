"use client";

import { read } from "@/components/query";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { LoadFailure } from "@/components/ui/load-failure";
import { toast } from "@/components/ui/toast";
import { TypedName } from "@/components/ui/typed-name";
import { VerbForm } from "@/components/ui/verb-form";
import { removeUserAction } from "@/lib/users/actions";
import { needsProof } from "@/lib/policy/proof";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";
import { Fetching } from "./fetching";
import { useFetched } from "./use-fetched";
import { WhatGoes } from "./what-goes";
import { sameName } from "@/lib/shapes/same-name";

/** Destroys a user: shows what goes along and asks for the name, typed as it stands. */
export default function RemoveUser({ user, onClose, changed }: VerbDialogProps) {
  const proof = useProof(needsProof("user.remove", user));
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
            input={(form) => ({ userId: user.id, name: typed, ...proof.from(form) })}
            refused={proof.refused}
            done={() => {
              toast("The user and their activity are destroyed.");
              close();
              changed();
            }}
          >
            {({ pending, errors, refusal }) => (
              <>
                <div className="dialog-body">
                  <WhatGoes userId={user.id} preview={found} />
                  <TypedName name={found.name} typed={typed} type={setTyped} error={errors.name} />
                  {proof.asked && (
                    <ProofField
                      because="this concerns an owner"
                      errors={errors}
                      refusal={refusal}
                    />
                  )}
                </div>
                <DialogFoot
                  close={close}
                  pending={pending}
                  verb="Delete permanently"
                  keep="Keep"
                  danger
                  held={!sameName(typed, found.name)}
                />
              </>
            )}
          </VerbForm>
        );
      }}
    </Dialog>
  );
}
