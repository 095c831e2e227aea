"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { ProofField, useProof } from "@/components/password/proof-field";
import { read } from "@/components/query";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { LoadFailure } from "@/components/ui/load-failure";
import { toast } from "@/components/ui/toast";
import { TypedName } from "@/components/ui/typed-name";
import { VerbForm } from "@/components/ui/verb-form";
import { Fetching } from "@/components/users/dialogs/fetching";
import { useFetched } from "@/components/users/dialogs/use-fetched";
import { WhatGoes } from "@/components/users/dialogs/what-goes";
import { answerRequestAction } from "@/lib/privacy/actions";
import { sameName } from "@/lib/shapes/same-name";

type Props = { user: { id: string; name: string }; onClose: () => void };

/** Does what somebody asked for: shows what goes along and asks for the name, typed as it stands. */
export function EraseDialog({ user, onClose }: Props) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const proof = useProof(false);
  const { found, error } = useFetched((signal) =>
    read("/users/{userId}/record", { path: { userId: user.id } }, signal),
  );
  return (
    <Dialog title={`Erase ${user.name}`} onClose={onClose}>
      {(close) => {
        if (error) return <LoadFailure error={error} retry={close} />;
        if (!found) return <Fetching />;
        return (
          <VerbForm
            className="contents"
            verb={answerRequestAction}
            input={(form) => ({
              userId: user.id,
              answer: "erase",
              name: typed,
              ...proof.from(form),
            })}
            refused={proof.refused}
            done={() => {
              toast("The user and their activity are destroyed, as they had asked.");
              close();
              router.refresh();
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
                  verb="Erase for good"
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
