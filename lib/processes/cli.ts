import { parseArgs, type ParseArgsConfig } from "node:util";
import { appPool } from "@/lib/db/connection";
import { readEnv, type Env } from "@/lib/env";
import { Failure, refusal } from "@/lib/gate/failure";
import { announcedOrigin } from "./data-dir";
import { withDatabase } from "./database";
import { makeReady } from "./make-ready";
import { keepInside } from "./keep-inside";
import { lastWords } from "./last-words";

type Given = Record<string, string>;

type Command = {
  /** what it does, as a sentence */
  does: string;
  /** every option it needs, with what it means */
  options: Record<string, string>;
  /** options it can do without */
  may?: Record<string, string>;
  /** options that are there or not */
  flags?: Record<string, string>;
  /** what stands behind the command without a name, with what it means */
  takes?: [name: string, means: string];
  /** it works on a database that does not run */
  alone?: true;
  /** it works on a database as it is, also on one that nothing else would start on */
  asIs?: true;
  /** does it and returns the lines to print */
  run(given: Given, env: Env, ownerUrl: string): Promise<string[]>;
};

const account = "name of the account";
const email = "e-mail address of the person";

const roles = "technical, support or security; several with commas between";

/** Each by what is typed: a word, or a noun and a verb. */
const commands: Record<string, Command> = {
  setup: {
    does: "Creates an account and its owner. The last line is the link with which the owner sets the password.",
    options: { account, email, name: "name of the person" },
    run: async ({ account = "", email = "", name = "" }) =>
      (await import("@/lib/cli/setup")).setup({ account, email, name }),
  },
  migrate: {
    does: "Brings the database to the version of this program. Every start does that too.",
    options: {},
    run: async () => ["The database has the version of this program."],
  },
  status: {
    does: "Shows versions of migrations and keys, and the health of the queue.",
    options: {},
    run: async () => (await import("@/lib/cli/status")).status(),
  },
  "grant-owner": {
    does: "Break-glass: makes a user of the account an owner. It is recorded, and all owners are told by mail.",
    options: { account, email },
    run: async ({ account = "", email = "" }) =>
      (await import("@/lib/cli/grant-owner")).grantOwner({ account, email }),
  },
  "staff add": {
    does: "Makes someone one of the installation's own people. Without a password yet, the last line is the link to set one.",
    options: { email, name: "name of the person", roles },
    run: async ({ email = "", name = "", roles = "" }) =>
      (await import("@/lib/cli/staff")).staffAdd({ email, name, roles }),
  },
  "staff list": {
    does: "Shows who is of the staff, with which roles.",
    options: {},
    run: async () => (await import("@/lib/cli/staff")).staffList(),
  },
  "staff roles": {
    does: "Gives one of the staff other roles. They count at the next click.",
    options: { email, roles },
    run: async ({ email = "", roles = "" }) =>
      (await import("@/lib/cli/staff")).staffRolesOf({ email, roles }),
  },
  "staff remove": {
    does: "Takes someone off the staff, and ends their sessions there at once.",
    options: { email },
    run: async ({ email = "" }) => (await import("@/lib/cli/staff")).staffRemove({ email }),
  },
  retention: {
    does: "Sets for how many days calls of the API and deliveries of webhooks are kept: 30 at least. Older ones go at the next clean-up.",
    options: { days: "number of days" },
    run: async ({ days = "" }) => (await import("@/lib/cli/retention")).retention({ days }),
  },
  "support ceiling": {
    does: "Sets for how many minutes accounts can be open to support at most: 5 to 1440, which is a day.",
    options: { minutes: "number of minutes" },
    run: async ({ minutes = "" }) =>
      (await import("@/lib/cli/support-ceiling")).supportCeiling({ minutes }),
  },
  notice: {
    does: "Sets how many days owners have to object to changes of processors: 14 at least.",
    options: { days: "number of days" },
    run: async ({ days = "" }) => (await import("@/lib/cli/notice")).notice({ days }),
  },
  cleanup: {
    does: "Sets how often accounts that are closed are purged: every 7d unless said otherwise, 365d at most.",
    options: { every: "days between two clean-ups, like 7d" },
    run: async ({ every = "" }) => (await import("@/lib/cli/cleanup")).cleanup({ every }),
  },
  names: {
    does: "Lists names, languages and time zones that were kept before today's rules and would be refused or corrected now. It changes nothing.",
    options: {},
    run: async () => (await import("@/lib/cli/names")).names(),
  },
  "verify-certificate": {
    does: "Verifies a certificate of deletion, with nothing but the file and the public key: no database, no network.",
    options: {
      file: "the certificate, as it was downloaded",
      key: "file with the public key, as /trust/certificate-key gives it",
    },
    alone: true,
    run: async ({ file = "", key = "" }) =>
      (await import("@/lib/cli/verify-certificate")).verifyCertificate({ file, key }),
  },
  "mail-test": {
    does: "Sends one email through the mail server in SMTP_URL, and says how far it came when it does not arrive.",
    options: { to: "e-mail address that receives it" },
    run: async ({ to = "" }) => (await import("@/lib/cli/mail-test")).mailTest({ to }),
  },
  "rotate-root-key": {
    does: "Replaces the root key. It may be interrupted and started again.",
    options: {},
    run: async () => (await import("@/lib/cli/rotate-root-key")).rotateRootKey(),
  },
  backup: {
    does: "Makes a backup now: a full one, or with --kind increment what was added since the last.",
    options: {},
    may: { kind: "full or increment" },
    run: async ({ kind = "full" }, env) =>
      (await import("@/lib/cli/backup")).backup(env, kind, tell),
  },
  backups: {
    does: "Lists the backups, what could be restored at this moment, and what is wrong with them.",
    options: {},
    run: async (_, env) => (await import("@/lib/cli/backups")).backups(env),
  },
  restore: {
    does: "Puts the database back as a backup has it. Castellan must be stopped; what is there now is kept beside it.",
    options: {},
    may: {
      at: "the moment to go back to, like 2026-11-24T22:30:00Z; the newest when left out",
      key: "file with the private key; the newest backups open without",
      only: "keys: puts back the key store alone, from its newest copy",
      signer: "whose signature counts, when it was another machine's: ed25519:…",
    },
    alone: true,
    run: async (given, env) => (await import("@/lib/cli/restore")).restore(env, given, tell),
  },
  drill: {
    does: "Rehearses a restore in a throw-away instance, and measures it. What runs is not touched.",
    options: {},
    may: { key: "file with the private key; the newest backups open without" },
    run: async ({ key }, env) =>
      (await import("@/lib/cli/drill")).rehearseRestore(
        env,
        key,
        new URL("./rehearsal.mjs", import.meta.url),
        tell,
      ),
  },
  import: {
    does: "Makes a new account out of a take-out archive. Its owners are invited; the account waits for one of them.",
    options: {},
    takes: ["archive", "the archive, a .zip"],
    flags: { check: "only looks whether it could be imported" },
    run: async ({ archive = "", check }, env) =>
      (await import("@/lib/cli/import")).importArchive(env, archive, check !== undefined),
  },
  environment: {
    does: "Tells which environment the data is marked for, or moves this installation to another.",
    options: {},
    may: {
      move: "the environment it is from now on",
      confirm: "the sentence that is asked for, typed by hand",
    },
    asIs: true,
    run: async (given, env, ownerUrl) =>
      (await import("@/lib/cli/environment")).environment(env, ownerUrl, given),
  },
  demo: {
    does: "Fills an empty installation with a demonstration: the account Acme, its people and some months of activity. With amounts: many accounts, for tests and measurements.",
    options: {},
    may: {
      accounts: "how many accounts",
      users: "how many users in all of them",
      events: "how many events in all of them",
      seed: "a number; the same one makes the same people and events",
    },
    run: async (given, env) => (await import("@/lib/cli/demo")).demo(env, given, tell),
  },
};

/** Says how far something is, on standard error: over itself on a terminal, a line for each step elsewhere. */
function tell(says: string): void {
  const step = says.replace(/: \d+ %$/, "");
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001B[K${says}${says.endsWith("100 %") ? "\n" : ""}`);
  else if (step !== lastStep) console.error(step);
  lastStep = step;
}
let lastStep = "";

/** Anything wrong with what was typed. */
class UsageError extends Error {}

keepInside();
process.exitCode = await runCli(process.argv.slice(2));
process.exit();

/**
 * Runs one command of the command line.
 * @param argv what was typed after `castellan`
 * @returns exit code: 0 done, 1 refused, 2 not understood
 */
async function runCli(argv: string[]): Promise<number> {
  try {
    const asked = understand(argv);
    if (typeof asked === "string") {
      console.log(asked);
      return 0;
    }
    const lines = await perform(readEnv(process.env), asked.command, asked.given);
    console.log(lines.join("\n"));
    return 0;
  } catch (error) {
    console.error(sentenceFor(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

function sentenceFor(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (!(error instanceof Failure)) return lastWords(error);
  const { says, fields = {} } = refusal(error, "");
  return [says, ...Object.entries(fields).map(([field, message]) => `--${field}: ${message}`)].join(
    "\n",
  );
}

/** The command with its options, or the help that was asked for. */
function understand(argv: string[]): string | { command: Command; given: Given } {
  const [word = "help", verb = ""] = argv;
  if (["help", "--help", "-h"].includes(word)) return overview();
  const ofNoun = Object.keys(commands).filter((name) => name.startsWith(`${word} `));
  if (ofNoun.length && ["", "help", "--help", "-h"].includes(verb)) return overview(ofNoun);
  const name = ofNoun.length ? `${word} ${verb}` : word;
  const rest = argv.slice(ofNoun.length ? 2 : 1);
  const command = commands[name];
  if (!command) {
    throw new UsageError(
      `There is no command "${name}".\n\n${overview(ofNoun.length ? ofNoun : undefined)}`,
    );
  }
  if (rest.includes("--help") || rest.includes("-h")) return helpFor(name, command);

  const options: ParseArgsConfig["options"] = Object.fromEntries([
    ...Object.keys({ ...command.options, ...command.may }).map((option) => [
      option,
      { type: "string" },
    ]),
    ...Object.keys(command.flags ?? {}).map((flag) => [flag, { type: "boolean" }]),
  ]);
  const [positional] = command.takes ?? [];
  let values: Record<string, unknown>;
  try {
    const parsed = parseArgs({ args: rest, options, allowPositionals: positional !== undefined });
    values = parsed.values;
    if (positional && parsed.positionals.length !== 1) throw new Error(`Name one ${positional}.`);
    if (positional) values[positional] = parsed.positionals[0];
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : ""}\n\n${helpFor(name, command)}`,
    );
  }
  const missing = Object.keys(command.options).filter(
    (option) => !String(values[option] ?? "").trim(),
  );
  if (missing.length > 0)
    throw new UsageError(
      `Missing: ${missing.map((option) => `--${option}`).join(", ")}.\n\n${helpFor(name, command)}`,
    );
  return { command, given: values as Given };
}

function perform(env: Env, command: Command, given: Given): Promise<string[]> {
  if (command.alone) return command.run(given, env, "");
  return withDatabase(env, async (ownerUrl) => {
    if (command.asIs) return command.run(given, env, ownerUrl);
    const { moved } = await makeReady(ownerUrl, env);
    if (moved) console.error(moved);
    // links lead to where people reach the running installation, unless the environment says otherwise
    const origin = announcedOrigin(env.dataDir);
    if (origin && env.loopback && !process.env.PORT) process.env.CASTELLAN_ORIGIN ??= origin;
    process.env.DATABASE_URL = ownerUrl;
    try {
      return await command.run(given, env, ownerUrl);
    } finally {
      await appPool().end();
    }
  });
}

/** The commands with what each does: all of them, or those of one noun. */
function overview(names = Object.keys(commands)): string {
  const width = Math.max(...names.map((name) => name.length));
  const list = names.map((name) => `  ${name.padEnd(width)}  ${commands[name]!.does}`);
  return [
    "Usage: npx castellan <command> [options]",
    "",
    ...list,
    "",
    "npx castellan <command> --help tells its options.",
  ].join("\n");
}

function helpFor(name: string, { does, options, may = {}, flags = {}, takes }: Command): string {
  const list = [
    ...(takes ? [`  <${takes[0]}>  ${takes[1]}`] : []),
    ...Object.entries({ ...options, ...may }).map(
      ([option, means]) => `  --${option} "…"  ${means}`,
    ),
    ...Object.entries(flags).map(([flag, means]) => `  --${flag}  ${means}`),
  ];
  const usage = [
    name,
    ...(takes ? [`<${takes[0]}>`] : []),
    ...Object.keys(options).map((option) => `--${option} "…"`),
    ...Object.keys(may).map((option) => `[--${option} "…"]`),
    ...Object.keys(flags).map((flag) => `[--${flag}]`),
  ].join(" ");
  return [`Usage: npx castellan ${usage}`, "", does, ...(list.length ? ["", ...list] : [])].join(
    "\n",
  );
}
