"use client";

import { useRef, useState } from "react";

import { usePage } from "@/components/page/drawn-for";
import { ProofField } from "@/components/password/proof-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { VerbForm } from "@/components/ui/verb-form";
import { confirmSessionAction } from "@/lib/sessions/actions";

type Props = {
  /** the address of the API that sends it */
  address: string;
  title: string;
  /** told a moment after the download began */
  done: () => void;
};

/**
 * Downloads an archive once the password was given. The browser itself fetches it, by a form, and writes it to the disk as
 * it comes: it may be larger than what a page can hold.
 */
export function DownloadArchive({ address, title, done }: Props) {
  const [open, setOpen] = useState(false);
  const sender = useRef<HTMLFormElement>(null);
  return (
    <>
      <button type="button" className="btn btn-small" onClick={() => setOpen(true)}>
        Download
      </button>
      <form ref={sender} method="post" action={`${address}?page=${usePage()}`} hidden />
      {open && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={confirmSessionAction}
              input={(form) => ({ password: form.get("password") })}
              done={() => {
                sender.current?.submit();
                close();
                setTimeout(done, 1_000);
              }}
            >
              {({ pending, errors, refusal }) => (
                <>
                  <div className="dialog-body">
                    <p>
                      The file leaves the protection of this installation: keep it where only those
                      can read it who may.
                    </p>
                    <ProofField
                      because="the file holds personal data"
                      errors={errors}
                      refusal={refusal}
                    />
                  </div>
                  <DialogFoot close={close} pending={pending} verb="Download" />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}
