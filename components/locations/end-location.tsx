"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { isDay, startOfDay } from "@/components/time/days";
import { useReader } from "@/components/time/reader-context";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { endLocationAction } from "@/lib/locations/actions";

/** Says that nothing is kept at a place any more. */
export function EndLocation({ locationId, name }: { locationId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const { zone } = useReader();
  const router = useRouter();
  return (
    <>
      <button
        type="button"
        className="btn btn-small justify-self-start"
        onClick={() => setOpen(true)}
      >
        End
      </button>
      {open && (
        <Dialog title={`End ${name}`} onClose={() => setOpen(false)}>
          {(close) => (
            <VerbForm
              className="contents"
              verb={endLocationAction}
              input={(form) => {
                const day = form.get("until");
                const chosen = typeof day === "string" && isDay(day);
                return { locationId, until: chosen ? startOfDay(day, zone).toISOString() : null };
              }}
              done={() => {
                toast("The location has an end.");
                close();
                router.refresh();
              }}
            >
              {({ pending, errors }) => (
                <>
                  <div className="dialog-body">
                    <p>It stays in the public register as one that was.</p>
                    <TextField
                      label="Until"
                      name="until"
                      type="date"
                      help="Empty means now."
                      error={errors.until}
                      optional
                      data-first
                    />
                  </div>
                  <DialogFoot close={close} pending={pending} verb="End it" />
                </>
              )}
            </VerbForm>
          )}
        </Dialog>
      )}
    </>
  );
}
