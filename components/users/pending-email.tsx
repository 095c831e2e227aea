"use client";

import { useRouter } from "next/navigation";

import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb, type Verb } from "@/components/ui/use-verb";

type Props = {
  address: string;
  /** how to take the change back; left out when the reader may not */
  cancel?: { verb: Verb<unknown>; input: unknown };
};

/** An address that waits for its confirmation. */
export function PendingEmail({ address, cancel }: Props) {
  return (
    <Notice>
      <p>
        <bdi className="font-medium">{address}</bdi> has a letter with a link and has not confirmed
        yet. Until then nothing changes.
      </p>
      {cancel && <Cancel {...cancel} />}
    </Notice>
  );
}

function Cancel({ verb, input }: NonNullable<Props["cancel"]>) {
  const router = useRouter();
  const { run, pending, refusal } = useVerb(verb);
  return (
    <>
      {refusal && <RefusalNotice refusal={refusal} />}
      <p className="pt-1">
        <button
          type="button"
          className="btn btn-small"
          disabled={pending}
          onClick={() => run(input, () => router.refresh())}
        >
          {pending ? "Cancelling…" : "Cancel the change"}
        </button>
      </p>
    </>
  );
}
