import { AsyncLocalStorage } from "node:async_hooks";

import pino from "pino";

const requests = new AsyncLocalStorage<string>();

/** Does some work on behalf of a request: every line logged meanwhile carries its id, and so do the jobs it leaves. */
export const inRequest = <T>(requestId: string, work: () => T): T => requests.run(requestId, work);

/** The request at hand, where there is one. */
export const requestAtHand = (): string | undefined => requests.getStore();

/** How much is logged, from everything to nothing but what ends the process. */
const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

/** The server and the worker log for machines. A command has its answer on standard output, so its log goes beside that. */
const serves = process.env.CASTELLAN_PROCESS !== undefined;

function level(): string {
  if (process.env.VITEST) return "silent";
  const asked = process.env.CASTELLAN_LOG_LEVEL;
  return levels.find((one) => one === asked) ?? (serves ? "info" : "warn");
}

/** For a person at a terminal: a line of words for each event. */
const inWords = {
  write(line: string) {
    const {
      level: how,
      msg,
      time: _time,
      process: _process,
      ...more
    } = JSON.parse(line) as Record<string, unknown>;
    process.stderr.write(`${String(how)}: ${String(msg)} ${JSON.stringify(more)}\n`);
  },
};

const destination = () =>
  serves
    ? pino.destination(1)
    : process.stderr.isTTY
      ? inWords
      : pino.destination({ dest: 2, sync: true });

/**
 * The technical log: one JSON line per event, for operators. It names ids, codes and durations and
 * no people; what people did is in the activity. Fields that could hold personal or secret values are blanked by name
 * wherever they appear, and errors lose everything a database might have quoted in them.
 */
export const log = pino(
  {
    level: level(),
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
        ...[
          "email",
          "to",
          "from",
          "name",
          "title",
          "phone",
          "ip",
          "userAgent",
          "q",
          "body",
          "input",
        ],
        ...["cookie", "authorization", "headers", "url", "query", "params", "values"],
      ].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[hidden]",
    },
  },
  destination(),
);

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
