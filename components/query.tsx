"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import type { FailureCode } from "@/lib/gate/failure";

/** An answer of the API that was not the one hoped for. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: FailureCode | null,
    says: string,
    readonly requestId: string | null,
  ) {
    super(says);
  }
}

/** Reads from our own API with the session's cookie. */
export async function fetchJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (response.ok) return response.json() as Promise<T>;
  const problem = (await response.json().catch(() => ({}))) as {
    code?: FailureCode;
    detail?: string;
    title?: string;
  };
  throw new ApiRefusal(
    response.status,
    problem.code ?? null,
    problem.detail ?? problem.title ?? "The list could not be loaded.",
    response.headers.get("x-request-id"),
  );
}

let inBrowser: QueryClient | undefined;

/** One cache per browser tab; on the server one per rendering, because it holds what one person may see. */
function clientHere() {
  const make = () =>
    new QueryClient({
      defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: true } },
    });
  return typeof window === "undefined" ? make() : (inBrowser ??= make());
}

export function Queries({ children }: { children: ReactNode }) {
  const [client] = useState(clientHere);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
