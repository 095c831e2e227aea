"use client";

import { useEffect, useState } from "react";

import { fetchJson } from "@/components/query";
import type { UserView } from "@/lib/users/user";

/** The whole user, fetched when a dialog opens, so that an edit starts from what is true now. */
export function useUserView(userId: string) {
  const [state, setState] = useState<{ user?: UserView; error?: Error }>({});

  useEffect(() => {
    const stop = new AbortController();
    fetchJson<UserView>(`/api/v1/users/${userId}`, stop.signal).then(
      (user) => setState({ user }),
      (error: Error) => stop.signal.aborted || setState({ error }),
    );
    return () => stop.abort();
  }, [userId]);

  return state;
}
