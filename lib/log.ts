import { AsyncLocalStorage } from "node:async_hooks";

import pino from "pino";

const requests = new AsyncLocalStorage<string>();

/** Does some work on behalf of a request: every line logged meanwhile carries its id, and so do the jobs it leaves. */
export const inRequest = <T>(requestId: string, work: () => T): T => requests.run(requestId, work);

/** The request at hand, where there is one. */
export const requestAtHand = (): string | undefined => requests.getStore();

/**
 * The technical log: one JSON line per event on standard output, for operators. It names ids, codes and durations and
 * no people; what people did is in the activity. Fields that could hold personal or secret values are blanked by name
 * wherever they appear, and errors lose everything a database might have quoted in them.
 */
export const log = pino({
  level: process.env.VITEST ? "silent" : "info",
  base: { process: process.env.CASTELLAN_PROCESS ?? "web" },
  mixin: () => ({ requestId: requestAtHand() }),
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { err: withoutValues, error: withoutValues, cause: withoutValues },
  hooks: {
    logMethod([first, ...rest], method) {
      // pino would otherwise say an error's own message, and that may quote people
      const said: [unknown, ...unknown[]] =
        typeof first === "object" && rest[0] === undefined
          ? [first, "unexpected error"]
          : [first, ...rest];
      Reflect.apply(method, this, said);
    },
  },
  redact: {
    paths: [
      ...["password", "newPassword", "currentPassword", "token", "secret", "key", "rootKey"],
      ...["email", "to", "from", "name", "title", "phone", "ip", "userAgent", "q", "body", "input"],
      ...["cookie", "authorization", "headers", "url", "query", "params", "values"],
    ].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
    censor: "[hidden]",
  },
});

type Telling = {
  type: string;
  says?: string;
  code?: string;
  constraint?: string;
  table?: string;
  stack?: string[];
  cause?: Telling;
};

/** What a log may hold of an error: kind, code, place in the source; the message only when no database wrote it. */
export function withoutValues(error: unknown): Telling {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, query, severity } = error as Error & Record<string, unknown>;
  const quotesValues = typeof query === "string" || typeof severity === "string";
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    type: error.name,
    says: quotesValues ? undefined : masked(error.message),
    code: text(code),
    constraint: text(constraint),
    table: text(table),
    stack: error.stack
      ?.split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    cause: error.cause === undefined ? undefined : withoutValues(error.cause),
  };
}

/** Addresses, long tokens and passwords in URLs, blanked. */
function masked(text: string): string {
  return text
    .replace(/\/\/[^/\s@]*@/g, "//[hidden]@")
    .replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, "[hidden]")
    .replace(/[A-Za-z0-9_-]{32,}/g, "[hidden]")
    .slice(0, 500);
}
