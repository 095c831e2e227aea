"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { doubtPage } from "@/components/page/page-of-tab";
import { apiClient } from "@/lib/client/client";
import type { paths, schemas } from "@/lib/client/paths";
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

/** Every address that can be read. */
type Reading = {
  [Path in keyof paths]: paths[Path] extends { get: unknown } ? Path : never;
}[keyof paths];
type Told<Path extends Reading> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Answer } } } };
}
  ? Answer
  : never;
type Asked<Path extends Reading> = paths[Path] extends {
  get: { parameters: { path?: infer InPath; query?: infer Query } };
}
  ? ([InPath] extends [never]
      ? { path?: never }
      : undefined extends InPath
        ? { path?: never }
        : { path: InPath }) & {
      /** by name, or as it stands in the address bar */
      query?: Query | string;
    }
  : never;

const api = apiClient({ baseUrl: "/api/v1" });

/** Reads from our own API with the session's cookie; what is asked and answered is typed by its description. */
export async function read<Path extends Reading>(
  path: Path,
  { path: inPath, query }: Asked<Path>,
  signal?: AbortSignal,
): Promise<Told<Path>> {
  const { data, error, response } = await api.GET(path as "/users/{userId}", {
    params: { path: inPath as never, query: (typeof query === "object" ? query : {}) as never },
    ...(typeof query === "string" && { querySerializer: () => query.replace(/^\?/, "") }),
    signal,
  });
  if (response.ok) return data as Told<Path>;
  const { code, detail } = (typeof error === "object" ? error : {}) as Partial<schemas["Problem"]>;
  doubtPage(code as FailureCode | undefined);
  throw new ApiRefusal(
    response.status,
    (code as FailureCode | undefined) ?? null,
    detail ?? "The list could not be loaded.",
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
