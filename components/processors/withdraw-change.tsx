"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { withdrawChangeAction } from "@/lib/processors/actions";

/** Withdraws a planned change. */
export function WithdrawChange({ changeId, title }: { changeId: string; title: string }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  return (
    <>
      <button
        type="button"
        className="btn btn-small justify-self-start"
        onClick={() => setOpen(true)}
      >
        Withdraw
      </button>
      {open && (
        <Dialog title={`Withdraw: ${title}`} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={withdrawChangeAction}
              input={() => ({ changeId })}
              done={() => {
                toast("The change is withdrawn. The owners are told by letter.");
                close();
                router.refresh();
              }}
            >
              {({ pending }) => (
                <>
                  <div className="dialog-body">
                    <p>It does not take effect, and stays in the register as withdrawn.</p>
                  </div>
                  <DialogFoot close={close} pending={pending} verb="Withdraw it" danger />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}
