import dns from "node:dns";

import pg from "pg";

import { stayInside } from "@/lib/egress/guard";
import { startTracing } from "@/lib/egress/traces";
import { type Handed, mailService } from "@/lib/egress/smtp";
import { onBlocked } from "@/lib/egress/blocked";
import { readEnv } from "@/lib/env";
import { traced } from "@/lib/traces";
import { send } from "@/lib/webhooks/send/send";
import { aMessage } from "@/lib/webhooks/testing";

/** The answers for each name, one after the other; the last one stays. An answer can be another name. */
export type Zone = Record<string, string[][]>;
export type Went = {
  letters: Record<string, Handed>;
  database: string;
  traces: string;
  webhook: string;
  /** how often each name was resolved */
  asked: Record<string, number>;
  blocked: string[];
};

// A process for tests that goes every way out as a user configures it: by name. It has a resolver of its own.
const zone = JSON.parse(process.env.TEST_ZONE!) as Zone;
const asked: Went["asked"] = {};

function answerTo(name: string): string[] {
  const answers = zone[name];
  if (!answers) throw Object.assign(new Error(`nobody is called ${name}`), { code: "ENOTFOUND" });
  asked[name] = (asked[name] ?? 0) + 1;
  const answer = answers[Math.min(asked[name], answers.length) - 1]!;
  return answer.flatMap((one) => (one in zone ? answerTo(one) : [one]));
}
type Done = (error: Error | null, found?: unknown, family?: number) => void;
const foundFor = (name: string) =>
  answerTo(name).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
Object.assign(dns, {
  lookup(name: string, options: { all?: boolean }, done: Done) {
    try {
      const found = foundFor(name);
      if (options.all) done(null, found);
      else done(null, found[0]?.address, found[0]?.family);
    } catch (error) {
      done(error as Error);
    }
  },
});
Object.assign(dns.promises, { lookup: async (name: string) => foundFor(name) });

const blocked: string[] = [];
onBlocked(async ({ whom }) => blocked.push(whom));
stayInside();

const letters: Went["letters"] = {};
const letter = { subject: "Hello", text: "Hello", html: "<p>Hello</p>" };
for (const [name, url] of Object.entries(
  JSON.parse(process.env.TEST_MAIL!) as Record<string, string>,
)) {
  const mail = mailService(url, "castellan@example.test", readEnv(process.env).smtpCaFile);
  letters[name] = await mail({ email: "mia@example.test", letter });
}

async function query(): Promise<string> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<{ says: string }>("select 'through' as says");
  await client.end();
  return rows[0]!.says;
}

async function follow(): Promise<string> {
  const stop = await startTracing();
  await traced("tested by name", {}, async () => {});
  await stop();
  return "through";
}

const ended = (work: Promise<string>) => work.catch((error: Error) => error.message);
const hook = await send(
  { url: process.env.TEST_WEBHOOK!, headers: {}, message: aMessage("{}") },
  { loopback: false, allowed: readEnv(process.env).webhookAllow },
);
const went: Went = {
  letters,
  database: await ended(query()),
  traces: await ended(follow()),
  webhook: hook.says ?? hook.outcome,
  asked,
  blocked,
};
process.send!(went, () => process.exit(0));
