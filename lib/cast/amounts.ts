import type { Change } from "@/lib/activity/event";
import { day, minute } from "@/lib/clock";
import type { CommandName } from "@/lib/policy/policy";
import type { Role, Status } from "@/lib/users/user";
import { type Chance, chance as chanceFrom } from "./chance";
import { type Figure, figure, titles } from "./figures";
import type { Happening } from "./history";
import { crowd } from "./names";

/** How much is made, and from which seed. */
export type Amounts = { accounts: number; users: number; events: number; seed: number };

/** Nobody needs more than a few, and an account needs an owner, somebody who runs it, and somebody to run. */
export const LEAST_USERS = 3;

/** An invented account: who is in it, and what they did in half a year. */
export type Invented = { name: string; figures: Figure[]; happenings: Happening[] };

const MONTHS = 6;
const span = MONTHS * 30.4 * day;

/**
 * Invented accounts, one at a time: a few large ones and many small, as it is in life. The same amounts, seed and day make the
 * same people and events; only their ids are new.
 */
export function* amounts(
  { accounts, users, events, seed }: Amounts,
  now: Date,
): Generator<Invented> {
  const chance = chanceFrom(seed);
  const people = crowd();
  const sizes = shares(users, accounts, LEAST_USERS);
  const told = shares(events, accounts, 1);
  for (let index = 0; index < accounts; index++) {
    const figures = Array.from({ length: sizes[index]! }, (_, place) =>
      invent(chance, people, `${index + 1}-${seed}`, place, now),
    );
    yield {
      name: `${chance.of(firsts)} ${chance.of(seconds)} ${index + 1} (synthetic)`,
      figures,
      happenings: happen(chance, figures, told[index]!, now),
    };
  }
}

const firsts = [
  "Amber",
  "Birch",
  "Cedar",
  "Dune",
  "Elder",
  "Fjord",
  "Harbour",
  "Juniper",
  "Lantern",
];
const seconds = ["Analytics", "Bakery", "Clinic", "Freight", "Library", "Optics", "Press", "Works"];

/** A total in parts that get smaller and smaller, none below the least. */
export function shares(total: number, parts: number, least: number): number[] {
  const weights = Array.from({ length: parts }, (_, index) => 1 / (index + 1));
  const sum = weights.reduce((all, one) => all + one, 0);
  const spare = total - parts * least;
  const given = weights.map((weight) => least + Math.floor((spare * weight) / sum));
  given[0]! += total - given.reduce((all, one) => all + one, 0);
  return given;
}

const roleAt = (place: number): Role =>
  place === 0 ? "owner" : place === 1 ? "administrator" : place % 50 === 2 ? "auditor" : "user";

function statusAt(chance: Chance, place: number): Status {
  if (place < LEAST_USERS) return "active";
  if (chance.happens(0.07)) return "invited";
  if (chance.happens(0.05)) return "paused";
  return chance.happens(0.04) ? "deleted" : "active";
}

function invent(
  chance: Chance,
  people: ReturnType<typeof crowd>,
  account: string,
  place: number,
  now: Date,
): Figure {
  const { name, latin, ...home } = chance.of(people);
  const status = statusAt(chance, place);
  const one = figure(
    chance,
    {
      name,
      email: `${latin}.${place + 1}@account-${account}.example.test`,
      role: roleAt(place),
      status,
      ...(chance.happens(0.8) && { title: chance.of(titles) }),
    },
    home,
  );
  const createdAt = new Date(
    now.getTime() - span * (place < LEAST_USERS ? 1 : chance.between(0.05, 1)),
  );
  const sometime = () => new Date(now.getTime() - chance.between(1, 25) * day);
  Object.assign(one.life, {
    createdAt,
    acceptedAt: status === "invited" ? null : new Date(createdAt.getTime() + 30 * minute),
    pausedAt: status === "paused" ? sometime() : null,
    deletedAt: status === "deleted" ? sometime() : null,
    lastSeenAt: status === "active" ? sometime() : null,
  });
  return one;
}

type Kind = { weight: number; make: (chance: Chance, by: Figure, whom: Figure) => Told };
type Told = { action: CommandName; own: boolean; changes?: Change[]; particulars?: object };

const own = (action: CommandName, changes?: Change[]) => (): Told => ({
  ...{ action, own: true },
  ...(changes && { changes }),
});

/** What people do all day, and what is done to them now and then. */
const kinds: Kind[] = [
  { weight: 60, make: own("session.open") },
  { weight: 18, make: own("session.close") },
  {
    weight: 2,
    make: own("password.change", [{ field: "password", from: "changed", to: "changed" }]),
  },
  {
    weight: 5,
    make: (_, by) => ({
      ...{ action: "me.edit", own: true },
      changes: [{ field: "locale", from: null, to: by.life.locale ?? "en-GB" }],
    }),
  },
  {
    weight: 7,
    make: (chance, _, whom) => ({
      ...{ action: "user.edit", own: false },
      changes: [{ field: "title", from: chance.of(titles), to: whom.title ?? chance.of(titles) }],
    }),
  },
  { weight: 3, make: () => ({ action: "user.send_reset", own: false }) },
  {
    weight: 3,
    make: () => ({
      ...{ action: "user.pause", own: false },
      changes: [{ field: "status", from: "active", to: "paused" }],
      particulars: { reason: null, until: null, sessions: 0 },
    }),
  },
  {
    weight: 2,
    make: () => ({
      ...{ action: "user.change_role", own: false },
      changes: [{ field: "role", from: "user", to: "auditor" }],
    }),
  },
];
const allWeights = kinds.reduce((sum, { weight }) => sum + weight, 0);

function happen(chance: Chance, figures: Figure[], count: number, now: Date): Happening[] {
  const [owner, administrator] = figures as [Figure, Figure];
  const present = figures.filter(({ life }) => life.acceptedAt !== null);
  const told: Happening[] = [
    { at: new Date(now.getTime() - span), action: "account.set_up", by: owner, whom: "account" },
  ];
  while (told.length < count) {
    const one = chance.of(present);
    const since = one.life.acceptedAt!.getTime();
    const until = (one.life.deletedAt ?? one.life.pausedAt ?? now).getTime();
    const at = new Date(chance.between(since, Math.max(since, until)));
    const { action, own: alone, ...rest } = pick(chance).make(chance, one, one);
    const by = alone || one === administrator ? one : administrator;
    told.push({ at, action, by, whom: one, ...rest } as Happening);
  }
  return told.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function pick(chance: Chance): Kind {
  let left = chance.between(0, allWeights);
  for (const kind of kinds) if ((left -= kind.weight) < 0) return kind;
  return kinds[0]!;
}
