"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { objectToChangeAction } from "@/lib/processors/actions";

/** An owner objects to a planned change. */
export function ObjectToChange({ changeId, title }: { changeId: string; title: string }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <button
        type="button"
        className="btn btn-small justify-self-start"
        onClick={() => setOpen(true)}
      >
        Object
      </button>
      {open && (
        <Dialog title={`Object: ${title}`} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={objectToChangeAction}
              input={(form) => ({ changeId, reason: form.get("reason") })}
              done={() => {
                toast("Your objection is on record. The operator reads the reason.");
                close();
                router.refresh();
              }}
            >
              {({ pending, errors }) => (
                <>
                  <div className="dialog-body">
                    <p>
                      The operator reads it with the id of your account, and answers. The change
                      stands as planned until they do.
                    </p>
                    <TextArea
                      label="Reason"
                      name="reason"
                      rows={3}
                      maxLength={500}
                      error={errors.reason}
                      required
                      data-first
                    />
                  </div>
                  <DialogFoot close={close} pending={pending} verb="Object" />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}
