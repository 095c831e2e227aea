"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";

import { isDay, startOfDay } from "@/components/time/days";
import { useReader } from "@/components/time/reader-context";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { announceChangeAction } from "@/lib/processors/actions";
import type { ChangeKind, ProcessorView } from "@/lib/processors/processor";

type Props = { processors: ProcessorView[]; windowDays: number };

/** Announces a change of processors, and opens the dialog for it. */
export function AnnounceChange(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-primary" onClick={() => setOpen(true)}>
        Announce a change
      </button>
      {open && (
        <Dialog title="Announce a change of processors" onClose={() => setOpen(false)}>
          {(close) => <Announcement {...props} close={close} />}
        </Dialog>
      )}
    </>
  );
}

function Announcement({ processors, windowDays, close }: Props & { close: () => void }) {
  const [kind, setKind] = useState<ChangeKind>("added");
  const { zone } = useReader();
  const router = useRouter();
  return (
    <VerbForm
      className="contents"
      verb={announceChangeAction}
      input={(form) => announcement(kind, form, zone)}
      done={() => {
        toast("The change is announced. The owners of all accounts are told by letter.");
        close();
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          <div className="dialog-body">
            <SelectField
              label="What is to change"
              value={kind}
              onChange={(event) => setKind(event.target.value as ChangeKind)}
              data-first
            >
              <option value="added">Somebody joins</option>
              {processors.length > 0 && <option value="changed">Somebody takes a place</option>}
              {processors.length > 0 && <option value="removed">Somebody leaves</option>}
            </SelectField>
            {kind !== "added" && (
              <SelectField
                label={kind === "removed" ? "Who leaves" : "Whose place"}
                name="processorId"
              >
                {processors.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
            )}
            {kind !== "removed" && <WhoItIs errors={errors} />}
            <TextField
              label="Takes effect on"
              name="effectiveAt"
              type="date"
              help={`Owners have ${windowDays} days to object, so choose a day after that.`}
              error={errors.effectiveAt}
              required
            />
          </div>
          <DialogFoot close={close} pending={pending} verb="Announce it to all owners" />
        </>
      )}
    </VerbForm>
  );
}

function WhoItIs({ errors }: { errors: Record<string, string> }) {
  return (
    <>
      <TextField label="Name" name="name" error={errors["processor.name"]} required />
      <TextField
        label="For what"
        name="purpose"
        help="As it stands after “for”: to deliver letters."
        error={errors["processor.purpose"]}
        required
      />
      <TextField label="Which data" name="fields" error={errors["processor.fields"]} required />
      <TextField label="Country" name="country" error={errors["processor.country"]} optional />
      <TextField
        label="Their own page about it"
        name="url"
        type="url"
        error={errors["processor.url"]}
        optional
      />
      <SelectField label="What it does here" name="key">
        <option value="other">Something else</option>
        <option value="mail">It is the mail service</option>
        <option value="traces">It is the trace collector</option>
        <option value="backups">It keeps backups</option>
      </SelectField>
      <TextField
        label="Domain"
        name="domain"
        help="For a mail service or a collector: nothing is sent there before the change takes effect."
        error={errors["processor.domain"]}
        optional
      />
    </>
  );
}

const words = ["name", "purpose", "fields", "country", "url", "key", "domain"];

/** What the form says, with the start of the chosen day where the reader is. */
function announcement(kind: ChangeKind, form: FormData, zone: string) {
  const day = form.get("effectiveAt");
  return {
    kind,
    effectiveAt: typeof day === "string" && isDay(day) ? startOfDay(day, zone).toISOString() : day,
    ...(kind !== "added" && { processorId: form.get("processorId") }),
    ...(kind !== "removed" && {
      processor: Object.fromEntries(words.map((word) => [word, form.get(word)])),
    }),
  };
}
