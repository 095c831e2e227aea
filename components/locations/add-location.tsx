"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { isDay, startOfDay } from "@/components/time/days";
import { useReader } from "@/components/time/reader-context";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { addLocationAction } from "@/lib/locations/actions";

/** Adds a place where something is kept, from today or from a day to come. */
export function AddLocation() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-primary" onClick={() => setOpen(true)}>
        Add a location
      </button>
      {open && (
        <Dialog title="Add a location" onClose={() => setOpen(false)}>
          {(close) => <Place close={close} />}
        </Dialog>
      )}
    </>
  );
}

const words = ["what", "provider", "country", "place", "kind", "region", "url"];

function Place({ close }: { close: () => void }) {
  const { zone } = useReader();
  const router = useRouter();
  return (
    <VerbForm
      className="contents"
      verb={addLocationAction}
      input={(form) => {
        const day = form.get("since");
        return {
          ...Object.fromEntries(words.map((word) => [word, form.get(word)])),
          since: typeof day === "string" && isDay(day) ? startOfDay(day, zone).toISOString() : null,
        };
      }}
      done={() => {
        toast("The location is added.");
        close();
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          <div className="dialog-body">
            <SelectField label="What is kept there" name="what" error={errors.what} data-first>
              <option value="database">Database</option>
              <option value="files">Files</option>
              <option value="logs">Technical log</option>
              <option value="backups">Backups</option>
              <option value="processor">What a processor keeps</option>
            </SelectField>
            <TextField label="Provider" name="provider" error={errors.provider} required />
            <TextField label="Country" name="country" error={errors.country} required />
            <TextField label="City or data centre" name="place" error={errors.place} required />
            <TextField
              label="What sort of place"
              name="kind"
              help="Own hardware, a rented server, a cloud."
              error={errors.kind}
              required
            />
            <TextField
              label="Region"
              name="region"
              help="As the provider calls it. It is compared with CASTELLAN_REGION or CASTELLAN_BACKUP_REGION."
              error={errors.region}
              optional
            />
            <TextField
              label="The provider’s page about security"
              name="url"
              type="url"
              error={errors.url}
              optional
            />
            <TextField
              label="From"
              name="since"
              type="date"
              help="Empty means now. Of a day to come, the owners of all accounts are told by letter."
              error={errors.since}
              optional
            />
          </div>
          <DialogFoot close={close} pending={pending} verb="Add the location" />
        </>
      )}
    </VerbForm>
  );
}
