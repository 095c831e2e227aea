"use client";

import { useEffect, useState } from "react";

import type { Refusal } from "@/lib/gate/failure";
import { openLinkAction } from "@/lib/links/actions";

/** What the server tells about an e-mailed link before it is used. */
export type OpenedLink = Extract<Awaited<ReturnType<typeof openLinkAction>>, { ok: true }>["value"];

export type LinkState =
  | { is: "opening" }
  | { is: "missing" }
  | { is: "refused"; refusal: Refusal; retry: () => void }
  | { is: "open"; token: string; link: OpenedLink };

/**
 * Takes the token out of the address before anything else can see it, keeps it in memory only and asks what it opens.
 * Asking never uses the link up.
 */
export function useLink(): LinkState {
  const [token, setToken] = useState<string | null>();
  const [answer, setAnswer] = useState<LinkState>({ is: "opening" });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    function take() {
      const found = new URLSearchParams(window.location.hash.slice(1)).get("t");
      if (found) window.history.replaceState(window.history.state, "", window.location.pathname);
      setToken((held) => found ?? held ?? null);
    }
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);

  useEffect(() => {
    if (!token) return;
    let stale = false;
    void openLinkAction({ token })
      .catch((): Refusal => ({
        ok: false,
        code: "unavailable",
        says: "The server cannot be reached. Try again.",
        requestId: "",
      }))
      .then((outcome) => {
        if (stale) return;
        if (outcome.ok) setAnswer({ is: "open", token, link: outcome.value });
        else
          setAnswer({
            is: "refused",
            refusal: outcome,
            retry: () => setTries((count) => count + 1),
          });
      });
    return () => {
      stale = true;
    };
  }, [token, tries]);

  return token === null ? { is: "missing" } : answer;
}
