"use client";

import { PageOver } from "@/components/page/page-over";

import { Notice } from "./notice";

/** A page that failed: what happened, what to do, and the id to quote. */
export function BrokenPage({ requestId, retry }: { requestId?: string; retry: () => void }) {
  // The gate says so in place of an id to quote.
  if (requestId === "page_of_another") return <PageOver />;
  return (
    <div className="grid max-w-xl gap-4">
      <h1>This page could not be shown</h1>
      <Notice tone="danger" alert>
        <p>
          Something went wrong on our side. Nothing you did was lost. Try again; if it stays, quote
          the request id.
        </p>
        {requestId && (
          <p className="text-sm text-muted">
            Request id <code className="font-mono select-all">{requestId}</code>
          </p>
        )}
      </Notice>
      <p className="flex gap-2">
        <button type="button" className="btn btn-primary" onClick={retry}>
          Try again
        </button>
        <a className="btn" href="/">
          To the start
        </a>
      </p>
    </div>
  );
}
