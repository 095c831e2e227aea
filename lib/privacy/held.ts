import { day } from "@/lib/clock";
import { BIN_LASTS } from "@/lib/users/bin";
import { LETTERS_KEPT, SESSIONS_KEPT, TRIES_KEPT } from "./kept";
import type { Held } from "./privacy";

type Counts<Name extends string> = Record<Name, number>;

const days = (milliseconds: number) => `${Math.round(milliseconds / day)} days`;

const OWN_KEY = "In the database of this installation, encrypted under a key of your own.";
const ACCOUNT_KEY =
  "In the database of this installation, encrypted under the key of this account.";

/**
 * What belongs to a login, whatever the accounts.
 * @param inBackups what it means for old backups that something is erased here
 */
export const heldOfPerson = (count: Counts<"sessions" | "letters">, inBackups: string): Held[] => [
  {
    class: "login",
    name: "Login",
    fields: ["e-mail address", "password, as a hash that nobody can turn back", "when it was set"],
    why: "So that you can sign in and be reached.",
    where: OWN_KEY,
    kept: "Until you have no place in any account any more.",
    count: null,
  },
  {
    class: "sessions",
    name: "Sessions",
    fields: ["address", "country", "browser and system", "when it began and was last seen"],
    why: "So that you see where you are signed in, and can end it.",
    where: OWN_KEY,
    kept: `${days(SESSIONS_KEPT)} after they end.`,
    count: count.sessions,
  },
  {
    class: "letters",
    name: "Letters to you",
    fields: ["what kind", "when it was sent", "the text, until it is sent"],
    why: "So that it can be found out whether a letter reached you.",
    where: OWN_KEY,
    kept: `The text until it is sent, the rest for ${days(LETTERS_KEPT)}.`,
    count: count.letters,
  },
  {
    class: "tries",
    name: "Failed tries",
    fields: ["how often, under a keyed hash of address and login"],
    why: "So that nobody can guess your password.",
    where: "In the database of this installation, under a hash that nobody can turn back.",
    kept: `${days(TRIES_KEPT)} after the last one.`,
    count: null,
  },
  {
    class: "backups",
    name: "Backups",
    fields: ["all of this"],
    why: "So that nothing is lost when a machine is.",
    where: "On the operator’s backup disk, encrypted once more.",
    kept: `${inBackups} A restore erases again what was erased here.`,
    count: null,
  },
];

/** What an account holds about one of its users. */
export const heldInAccount = (
  count: Counts<"about" | "by" | "calls" | "keys">,
  callsKept: number,
): Held[] => [
  {
    class: "place",
    name: "Your place",
    fields: [
      "name",
      "e-mail address",
      "title",
      "role",
      "language",
      "time zone",
      "when you were last seen",
    ],
    why: "So that the others know who you are and you can work here.",
    where: ACCOUNT_KEY,
    kept: `Until you leave or are deleted, and ${days(BIN_LASTS)} in the bin.`,
    count: null,
  },
  {
    class: "about",
    name: "What was done to you",
    fields: ["who did it and from where", "what was before and after"],
    why: "So that nothing is done to you unseen.",
    where: ACCOUNT_KEY,
    kept: "As long as your place; it is destroyed with it.",
    count: count.about,
  },
  {
    class: "by",
    name: "What you did",
    fields: ["what", "to whom", "from which address, country and browser"],
    why: "So that the account knows what was done in it, and by whom.",
    where: ACCOUNT_KEY,
    kept: "As long as what you did it to; your name and address are taken out when your place goes.",
    count: count.by,
  },
  {
    class: "calls",
    name: "Calls",
    fields: ["what was asked for", "from which address and program"],
    why: "So that it can be found out why something did not work.",
    where: ACCOUNT_KEY,
    kept: `${callsKept} days.`,
    count: count.calls,
  },
  {
    class: "keys",
    name: "API keys you made",
    fields: ["name", "the address of its last use"],
    why: "So that programs can work for you.",
    where: ACCOUNT_KEY,
    kept: "As long as your place; without it they stop.",
    count: count.keys,
  },
];
