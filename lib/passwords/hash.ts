import { createHmac, randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";

import { StartError } from "@/lib/env";
import { shared } from "@/lib/runtime";

import { hashingQueue } from "./hashing-queue";
import { hashingThreads } from "./hashing-threads";

/** A secret outside the database, without which stolen hashes cannot be guessed at. The id has letters, digits, - and _. */
export type Pepper = { id: string; key: Buffer };

/** The cost of new hashes; a quarter of a second of one core. Source: OWASP ASVS 5.0 V11.4.2. */
export const cost = bcryptCost(process.env);

const atOnce = hashesAtOnce(process.env);

/**
 * What is stored for a password: `p<pepper id>$2b$12$…`. The keyed pre-hash lets every character count (bcrypt alone
 * reads 72 bytes) and leaves nothing that could be matched with hashes leaked elsewhere.
 * @param password judged by the rules before
 * @throws Failure `busy` when too many are waiting
 */
export async function hashPassword(
  password: string,
  pepper: Pepper,
  atCost = cost,
): Promise<string> {
  if (!fits(password)) throw new Error("A password must be judged before it is hashed.");
  if (!/^[\w-]+$/.test(pepper.id))
    throw new Error("A pepper id has letters, digits, - and _ only.");
  const input = peppered(password, pepper.key);
  return `p${pepper.id}${await hashing().queue.run(() => hashing().threads.hash(input, atCost))}`;
}

/**
 * Is this the password that was stored? Without a stored one, or with one that cannot be read, the answer is no after
 * the same time, so that the clock tells nobody which addresses exist. `rehash`: it is right, and should be hashed anew
 * because the cost or the pepper is not today's.
 * @throws Failure `busy` when too many are waiting, whoever asks
 */
export async function verifyPassword(
  password: string,
  stored: string | null,
  pepperOf: (id: string) => Buffer | null,
  currentPepperId: string,
): Promise<{ ok: boolean; rehash: boolean }> {
  const known = stored === null || !fits(password) ? null : read(stored);
  const key = known && pepperOf(known.pepperId);
  const input = key ? peppered(password, key) : randomBytes(48).toString("base64");
  const against = known && key ? known.hash : dummyHash;

  const equal = await hashing().queue.run(() => hashing().threads.compare(input, against));
  const ok = Boolean(known && key && equal);
  return { ok, rehash: ok && (known?.pepperId !== currentPepperId || known.cost < cost) };
}

/**
 * The cost from the environment. Only a test run may lower it.
 * @throws StartError when anything else tries
 */
export function bcryptCost(env: Record<string, string | undefined>): number {
  const asked = env.CASTELLAN_TEST_BCRYPT_COST;
  if (!asked) return 12;
  if (env.NODE_ENV !== "test" || !/^([4-9]|1[0-2])$/.test(asked)) {
    throw new StartError(
      "CASTELLAN_TEST_BCRYPT_COST is for tests only (NODE_ENV=test, 4 to 12). Unset it.",
    );
  }
  return Number(asked);
}

/**
 * How many passwords are hashed at once: two, or what CASTELLAN_HASHING says (`cores` or a number).
 * @throws StartError when it says something else
 */
export function hashesAtOnce(env: Record<string, string | undefined>): number {
  const asked = env.CASTELLAN_HASHING || "2";
  if (asked === "cores") return availableParallelism();
  if (!/^[1-9]\d?$/.test(asked)) {
    throw new StartError(
      "CASTELLAN_HASHING is the number of passwords hashed at once: `cores`, or 1 to 99. Correct or unset it.",
    );
  }
  return Number(asked);
}

/** Longer than any password the rules admit is not worth reading; half characters would all hash alike. */
function fits(password: string) {
  return password.length <= 1024 && password.isWellFormed();
}

function peppered(password: string, key: Buffer): string {
  return createHmac("sha384", key)
    .update("castellan password 1\0")
    .update(password.normalize("NFC"))
    .digest("base64");
}

function read(stored: string) {
  const parts = /^p([\w-]+)(\$2b\$(\d\d)\$[./A-Za-z0-9]{53})$/.exec(stored);
  return parts && { pepperId: parts[1]!, hash: parts[2]!, cost: Number(parts[3]) };
}

/** Well formed, so that comparing with it takes as long as with a real one. */
export const dummyHash = `$2b$${String(cost).padStart(2, "0")}$${".".repeat(53)}`;

/** One queue per process, because everything in it shares the cores. */
function hashing() {
  return shared("hashing", () => ({
    queue: hashingQueue({ atOnce, waiting: 32 }),
    threads: hashingThreads(),
  }));
}

/** How many passwords are being hashed, and wait to be. */
export const hashingLoad = () => hashing().queue.load();
