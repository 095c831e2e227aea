"use client";

import { pageHeader } from "@/lib/sessions/drawn";

let sending = false;

/**
 * Adds to every request of this document to our own server for whom the page was drawn: server actions, reads of the API
 * and the parts of pages that the router fetches. It is done where all of them go out, so that no caller can forget it,
 * and the server refuses a request that does not say.
 */
export function sendPage(page: () => string | null): void {
  if (sending) return;
  sending = true;
  const send = window.fetch.bind(window);
  window.fetch = (input, init) => {
    const drawnFor = page();
    const request = new URL(input instanceof Request ? input.url : input, document.baseURI);
    if (!drawnFor || request.origin !== window.location.origin) return send(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
    headers.set(pageHeader, drawnFor);
    return send(input, { ...init, headers });
  };
}
