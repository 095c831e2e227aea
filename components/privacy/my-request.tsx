"use client";

import { useRouter } from "next/navigation";

import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { cancelErasureAction } from "@/lib/privacy/actions";
import type { ErasureRequest } from "@/lib/privacy/privacy";

/** How one's own request stands: until when it is answered, or how it was. */
export function MyRequest({ request, reader }: { request: ErasureRequest; reader: Reader }) {
  const { state, requestedAt, dueAt, answeredAt, answer } = request;
  const when = <Time at={requestedAt} reader={reader} as="day" />;
  const answered = answeredAt && <Time at={answeredAt} reader={reader} as="day" />;
  if (state === "refused") {
    return (
      <Notice title="Your request was refused">
        <p>
          You asked on {when}. The answer of {answered}: <bdi>{answer}</bdi>
        </p>
        <p>
          If you do not agree, write to whoever runs the account, or complain to the authority for
          data protection of your country.
        </p>
      </Notice>
    );
  }
  if (state === "cancelled") {
    return (
      <p className="text-muted">
        You asked on {when} and took it back on {answered}.
      </p>
    );
  }
  return (
    <Notice tone="warn" title="You asked to be erased">
      <p>
        You asked on {when}. It has to be answered by <Time at={dueAt} reader={reader} as="day" />;
        if nobody does, it is done then.
      </p>
      <TakeBack />
    </Notice>
  );
}

function TakeBack() {
  const router = useRouter();
  const { run, pending, refusal } = useVerb(cancelErasureAction);
  return (
    <div className="grid justify-items-start gap-3 pt-1">
      {refusal && <RefusalNotice refusal={refusal} />}
      <button
        type="button"
        className="btn btn-small"
        disabled={pending}
        onClick={() =>
          run({}, () => {
            toast("Your request is taken back. Everything stays.");
            router.refresh();
          })
        }
      >
        {pending ? "Working…" : "Take it back"}
      </button>
    </div>
  );
}
