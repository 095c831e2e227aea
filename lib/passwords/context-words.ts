import { fold } from "./fold";
import type { Role } from "@/lib/users/user";

const roleWords = {
  owner: ["owner"],
  administrator: ["administrator", "admin"],
  auditor: ["auditor"],
  user: ["user"],
} satisfies Record<Role, readonly string[]>;

/** Words a guesser tries first wherever a password is asked for. */
const everywhere = ["password", "passphrase", "account", "login", "signin", "welcome", "secret"];

/**
 * The words a password for this person must not lean on: the product, the accounts, the host, the person's own names
 * and addresses, the roles. Browser and server judge with the same list.
 */
export function contextWords(of: {
  productName: string;
  /** names of the accounts the person is in, and of the company behind them */
  accountNames: readonly string[];
  /** host of the installation, with or without port */
  host: string;
  names: readonly string[];
  emails: readonly string[];
}): string[] {
  const told = [of.productName, ...of.accountNames, of.host, ...of.names, ...of.emails].flatMap(
    wordsIn,
  );
  return [...new Set([...told, ...Object.values(roleWords).flat(), ...everywhere])];
}

/** "olga.owner77@acme.example" → olga, owner, acme, example. Pieces too short to mean anything are dropped. */
function wordsIn(text: string): string[] {
  const pieces = fold(text).match(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu) ?? [];
  return pieces.filter((piece) => [...piece].length >= (dense.test(piece) ? 2 : 3));
}

/** Scripts in which two signs are already a name. */
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * What is left of a password when words connected with the person, and years, are taken out; null when there are none in
 * it. Letters written as digits or signs ("c4$tellan") and accents do not hide a word.
 */
export function withoutContext(
  password: string,
  context: readonly string[],
): { rest: string; word: string } | null {
  const plain = unaccented(password);
  const text = unleet(plain);
  const taken = new Uint8Array(text.length);
  let word: string | null = null;

  for (const candidate of context) {
    const sought = unleet(unaccented(candidate));
    if (!sought) continue;
    for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
      taken.fill(1, at, at + sought.length);
      word ??= candidate;
    }
  }
  for (const year of plain.matchAll(/(?<!\d)(?:(?:19|20)\d\d)+(?!\d)/g)) {
    taken.fill(1, year.index, year.index + year[0].length);
    word ??= year[0].slice(0, 4);
  }

  return word === null ? null : { rest: keep(plain, taken), word };
}

function unaccented(text: string): string {
  return fold(text.normalize("NFKD").replace(/[\u0300-\u036f]/g, ""));
}

const leet: Record<string, string> = {
  "0": "o",
  "1": "i",
  "!": "i",
  "|": "i",
  l: "i",
  "3": "e",
  "4": "a",
  "@": "a",
  "5": "s",
  $: "s",
  "7": "t",
  "+": "t",
  "8": "b",
};

/** One letter for all that look alike; keeps every position, so that places found here hold in the plain text. */
function unleet(text: string): string {
  return text.replace(/[01!|l34@5$7+8]/g, (sign) => leet[sign] ?? sign);
}

function keep(text: string, taken: Uint8Array): string {
  return text
    .split("")
    .filter((_, at) => !taken[at])
    .join("");
}
