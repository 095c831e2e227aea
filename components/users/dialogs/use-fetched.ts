"use client";

import { useEffect, useRef, useState } from "react";

/** What a dialog starts from, fetched when it opens, so that it is true now. */
export function useFetched<T>(fetch: (signal: AbortSignal) => Promise<T>) {
  const [state, setState] = useState<{ found?: T; error?: Error }>({});
  const first = useRef(fetch);

  useEffect(() => {
    const stop = new AbortController();
    first.current(stop.signal).then(
      (found) => setState({ found }),
      (error: Error) => stop.signal.aborted || setState({ error }),
    );
    return () => stop.abort();
  }, []);

  return state;
}
