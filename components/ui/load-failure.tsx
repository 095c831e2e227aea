"use client";

import { ApiRefusal } from "@/components/query";

import { RefusalNotice } from "./refusal-notice";

/** A list that could not be fetched: why, and the way to try again. */
export function LoadFailure({ error, retry }: { error: Error; retry: () => void }) {
  const { code, requestId } = error instanceof ApiRefusal ? error : { code: null, requestId: null };
  const says =
    error instanceof ApiRefusal
      ? error.message
      : "The server cannot be reached. Check your connection.";
  return (
    <div className="grid gap-3 p-4">
      <RefusalNotice
        refusal={{ ok: false, code: code ?? "unavailable", says, requestId: requestId ?? "" }}
      />
      <div>
        <button type="button" className="btn" onClick={retry}>
          Try again
        </button>
      </div>
    </div>
  );
}
