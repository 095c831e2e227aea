import type { Role } from "@/lib/users/user";
import type { Chance } from "./chance";
import { crowd } from "./names";
import { acme, type Character } from "./people";
import { displayNames } from "@/lib/intl";

/** When things happened to a user. */
export type Life = {
  createdAt: Date;
  acceptedAt: Date | null;
  pausedAt: Date | null;
  pausedUntil: Date | null;
  pauseReason: string | null;
  deletedAt: Date | null;
  statusBefore: "invited" | "active" | "paused" | null;
  lastSeenAt: Date | null;
  locale: string | null;
  timeZone: string | null;
};

/** Someone of the demonstration: who they are now, what they were before, and where they work. */
export type Figure = Character & {
  life: Life;
  /** the title before an administrator changed it */
  formerTitle: string | null;
  /** the role they were invited with */
  formerRole: Role;
  place: string;
  ip: string;
  browser: string;
};

export const titles = [
  "Accountant",
  "Architect",
  "Art director",
  "Buyer",
  "Community manager",
  "Controller",
  "Copywriter",
  "Customer care",
  "Data analyst",
  "Designer",
  "Engineer",
  "Event manager",
  "Field technician",
  "Head of logistics",
  "Illustrator",
  "Interpreter",
  "Lawyer",
  "Learning and development",
  "Lead engineer",
  "Photographer",
  "Product manager",
  "Quality assurance",
  "Recruiter",
  "Researcher",
  "Sales representative",
  "Site reliability engineer",
  "Sound engineer",
  "Team lead",
  "Translator",
  "Warehouse supervisor",
];

const browsers = [
  "Chrome 149 on Windows",
  "Chrome 149 on Android",
  "Chrome 149 on macOS",
  "Firefox 148 on Linux",
  "Firefox 148 on Windows",
  "Safari 26 on macOS",
  "Safari 26 on iOS",
  "Microsoft Edge 149 on Windows",
];

const countries = displayNames("en", { type: "region" });

/** The cast as figures, by name. They work from one house. */
export function castFigures(chance: Chance): Record<keyof typeof acme, Figure> {
  return Object.fromEntries(
    Object.entries(acme).map(([name, one]) => [
      name,
      figure(chance, one, { locale: "en-IE", timeZone: "Europe/Dublin" }),
    ]),
  ) as Record<keyof typeof acme, Figure>;
}

/** Everybody else: a few administrators and auditors first, who then invite the others. */
export function crowdFigures(chance: Chance): Figure[] {
  const taken = new Set<string>();
  const people = crowd()
    .map((named) => ({ named, order: chance.between(0, 1) }))
    .sort((a, b) => a.order - b.order);
  return people.map(({ named: { name, latin, ...home } }, index) => {
    const role = index < 3 ? "administrator" : index < 8 ? "auditor" : "user";
    const status =
      index < 8
        ? "active"
        : chance.happens(0.07)
          ? "invited"
          : chance.happens(0.06)
            ? "paused"
            : chance.happens(0.05)
              ? "deleted"
              : "active";
    let address = latin;
    for (let number = 2; taken.has(address); number++) address = `${latin}${number}`;
    taken.add(address);
    return figure(
      chance,
      {
        name,
        email: `${address}@example.test`,
        role,
        status,
        ...(chance.happens(0.85) && { title: chance.of(titles) }),
      },
      home,
    );
  });
}

/** Somebody with a place, an address and a browser, and a life still to be told. */
export function figure(
  chance: Chance,
  one: Character,
  { locale, timeZone }: { locale: string; timeZone: string },
): Figure {
  return {
    ...one,
    formerRole: one.role === "user" || chance.happens(0.4) ? one.role : "user",
    formerTitle: one.title && chance.happens(0.25) ? chance.of(titles) : null,
    place: countries.of(locale.slice(-2))!,
    // Addresses set aside for documentation; nobody sits behind them (RFC 5737).
    ip: `${chance.of(["192.0.2", "198.51.100", "203.0.113"])}.${Math.floor(chance.between(1, 255))}`,
    browser: chance.of(browsers),
    life: {
      createdAt: new Date(0),
      acceptedAt: null,
      pausedAt: null,
      pausedUntil: null,
      pauseReason: null,
      deletedAt: null,
      statusBefore: null,
      lastSeenAt: null,
      locale: chance.happens(0.7) ? locale : null,
      timeZone: chance.happens(0.7) ? timeZone : null,
    },
  };
}
