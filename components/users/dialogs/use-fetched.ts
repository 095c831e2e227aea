"use client";

import { useEffect, useState } from "react";

import { fetchJson } from "@/components/query";

/** What a dialog starts from, fetched when it opens, so that it is true now. */
export function useFetched<T>(address: string) {
  const [state, setState] = useState<{ found?: T; error?: Error }>({});

  useEffect(() => {
    const stop = new AbortController();
    fetchJson<T>(address, stop.signal).then(
      (found) => setState({ found }),
      (error: Error) => stop.signal.aborted || setState({ error }),
    );
    return () => stop.abort();
  }, [address]);

  return state;
}
