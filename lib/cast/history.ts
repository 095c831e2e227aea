import type { Change, EventOutcome } from "@/lib/activity/event";
import { day, hour, minute } from "@/lib/clock";
import type { FailureCode } from "@/lib/gate/failure";
import type { CommandName } from "@/lib/policy/policy";
import { type Chance, chance as chanceFrom } from "./chance";
import { castFigures, crowdFigures, type Figure } from "./figures";

/** The account of the demonstration says what it is, wherever its name stands. */
export const DEMONSTRATION = "Acme (demonstration)";

/** Something that was done in the demonstration. `system` is Castellan itself. */
export type Happening = {
  at: Date;
  action: CommandName;
  by: Figure | "system";
  /** whose browser it came from, where a job wrote it down */
  from?: Figure;
  whom: Figure | "account";
  outcome?: EventOutcome;
  code?: FailureCode;
  changes?: Change[];
  particulars?: Record<string, unknown>;
  /** things done while signed in once have the same visit */
  visit?: number;
};

export type History = {
  cast: ReturnType<typeof castFigures>;
  figures: Figure[];
  happenings: Happening[];
  /** users permanently deleted: when, and how many events went with them */
  removals: { at: Date; by: Figure | "system"; destroyed: number }[];
};

const MONTHS = 6;
const SEED = 20_260_101;

const pauseReasons = [
  "Parental leave",
  "Sabbatical",
  "On leave",
  "Laptop lost, waiting for the replacement",
  "Project finished, the next one starts later",
  null,
];

type Stage = { chance: Chance; now: Date; tell: (one: Happening) => void };

/**
 * Half a year at Acme, always the same but for the day it ends on: who came and went, and everything they did.
 * @param now when it ends; nothing happens later
 */
export function history(now: Date): History {
  const chance = chanceFrom(SEED);
  const happenings: Happening[] = [];
  const stage: Stage = {
    chance,
    now,
    tell: (one) => void (one.at < now && happenings.push(one)),
  };
  const cast = castFigures(chance);
  const rest = crowdFigures(chance);
  const began = new Date(now.getTime() - MONTHS * 30.4 * day);

  const hosts = [cast.Adam, cast.Adam, cast.Adam, cast.Olga, cast.Otto];
  foundAccount(stage, cast, began);
  for (const [index, one] of rest.entries()) {
    const early = index < 8;
    const span = MONTHS * 30.4 - 5;
    const came =
      one.status === "invited"
        ? after(now, -chance.between(0.1, 16) * day)
        : one.status === "deleted" || one.status === "paused"
          ? after(now, -chance.between(45, span) * day)
          : after(now, -(early ? span : chance.between(1, span)) * day);
    const at = inThePast(stage, atWork(chance, came));
    const present = hosts.filter(({ life }) => life.acceptedAt! < after(at, -day));
    arrive(stage, one, at, chance.of(present));
    live(stage, one, present);
    if (one.role === "administrator") hosts.push(one);
  }
  const removals = [70, 41, 12].map((days, index) => ({
    at: after(now, -days * day),
    by: index === 1 ? cast.Olga : ("system" as const),
    destroyed: Math.round(chance.between(6, 40)),
  }));
  for (const { at, by, destroyed } of removals)
    stage.tell({ at, action: "user.remove", by, whom: "account", particulars: { destroyed } });
  refusals(stage, cast);
  happenings.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { cast, figures: [...Object.values(cast), ...rest], happenings, removals };
}

/** Olga sets up the account, Otto becomes the second owner, and the cast comes in. */
function foundAccount(stage: Stage, cast: History["cast"], began: Date): void {
  const { Olga, Otto, Adam, Aria, Mia, Pia, Ivo } = cast;
  const { tell, now } = stage;
  const at = (hours: number) => after(began, hours * hour);
  Object.assign(Olga.life, { createdAt: began, acceptedAt: began });
  tell({ at: began, action: "account.set_up", by: Olga, whom: "account" });
  tell({
    at: at(0.3),
    action: "account.edit",
    by: Olga,
    whom: "account",
    changes: [{ field: "name", from: "Acme", to: DEMONSTRATION }],
  });
  tell({
    at: at(0.8),
    action: "ownership.release",
    by: Olga,
    whom: Olga,
    outcome: "refused",
    code: "last_owner",
  });
  Otto.formerRole = "administrator";
  arrive(stage, Otto, at(1), Olga);
  tell({
    at: after(Otto.life.acceptedAt!, hour),
    action: "ownership.grant",
    by: Olga,
    whom: Otto,
    changes: [{ field: "role", from: "administrator", to: "owner" }],
  });
  Adam.formerRole = "administrator";
  arrive(stage, Adam, at(3), Olga);
  arrive(stage, Aria, at(50), Adam);
  arrive(stage, Mia, at(70), Adam);
  arrive(stage, Pia, at(75), Adam);
  arrive(stage, Ivo, after(now, -5 * hour), Adam);
  for (const one of [Olga, Otto, Adam, Aria, Mia, Pia]) live(stage, one, [Adam], 5);
}

/** Somebody is invited, and comes unless they are invited still. */
function arrive({ chance, tell, now }: Stage, one: Figure, at: Date, host: Figure): void {
  one.life.createdAt = at;
  tell({
    at,
    action: "user.invite",
    by: host,
    whom: one,
    changes: [
      { field: "email", from: null, to: one.email },
      { field: "role", from: null, to: one.formerRole },
    ],
  });
  if (one.status === "invited") return;
  let wait = chance.between(0.1, 7) * hour;
  if (chance.happens(0.14)) {
    wait = chance.between(1.2, 4) * day;
    tell({
      at: after(at, wait - 2 * hour),
      action: "user.resend_invitation",
      by: host,
      whom: one,
    });
  }
  const accepted = new Date(Math.min(at.getTime() + wait, now.getTime() - hour));
  one.life.acceptedAt = accepted;
  tell({
    at: accepted,
    action: "password.set",
    by: one,
    whom: one,
    changes: [{ field: "status", from: "invited", to: "active" }],
    particulars: { accepted: true },
  });
}

/** What somebody does once they are in, and what is done to them, until they pause, go, or the present is reached. */
function live(stage: Stage, one: Figure, hosts: Figure[], restsFor?: number): void {
  const { chance, tell, now } = stage;
  const { life } = one;
  if (!life.acceptedAt) return;
  const others = hosts.filter((other) => other !== one);
  const host = others.length && one.role !== "owner" ? chance.of(others) : null;
  const away: [Date, Date][] = [];
  let end = now;

  if (one.status === "paused" && host) {
    end = life.pausedAt = inThePast(
      stage,
      atWork(chance, after(now, -chance.between(4, 30) * day)),
    );
    life.pausedUntil = chance.happens(0.5) ? startOfDay(now, chance.between(7, 60)) : null;
    life.pauseReason = chance.of(pauseReasons);
    pause(stage, one, host, end, life.pausedUntil, life.pauseReason);
  } else if (one.status === "deleted" && host) {
    end = life.deletedAt = inThePast(
      stage,
      atWork(chance, after(now, -chance.between(2, 26) * day)),
    );
    life.statusBefore = "active";
    const leaves = chance.happens(0.2);
    tell({
      at: end,
      action: leaves ? "user.leave" : "user.delete",
      by: leaves ? one : host,
      whom: one,
      changes: [{ field: "status", from: "active", to: "deleted" }],
    });
  } else if (host && chance.happens(0.1)) {
    const absence = breakFor(stage, one, host);
    if (absence) away.push(absence);
  }
  if (host) beChanged(stage, one, host, end);

  const rests = restsFor ?? chance.between(8, 60);
  let at = after(life.acceptedAt, chance.between(2, 20) * minute);
  for (let visit = 1; at < end; visit++) {
    const elsewhere = away.some(([from, to]) => at >= from && at <= to);
    if (!elsewhere) {
      const out = [...away.map(([from]) => from), end].filter((from) => from > at);
      const until = out.reduce((first, from) => (from < first ? from : first));
      if (at < after(until, -hour)) comeBy(stage, one, at, until, visit);
      if (at < end) life.lastSeenAt = at;
    }
    at = atWork(chance, after(at, chance.between(0.3, 1.7) * rests * day));
  }
}

/**
 * One visit: signing in, sometimes at the second try, sometimes with a new password; perhaps an edit; signing out,
 * where that is before they are kept out.
 */
function comeBy({ chance, tell }: Stage, one: Figure, at: Date, until: Date, visit: number): void {
  if (chance.happens(0.08)) {
    for (let tries = chance.happens(0.3) ? 2 : 1; tries > 0; tries--) {
      const action = "session.refuse" as const;
      tell({ at: after(at, -tries * minute), action, by: "system", from: one, whom: one });
    }
  }
  if (chance.happens(0.03)) {
    tell({
      at: after(at, -12 * minute),
      action: "password.answer_reset_request",
      by: "system",
      from: one,
      whom: one,
    });
    tell({
      at: after(at, -3 * minute),
      action: "password.set",
      by: one,
      whom: one,
      changes: [{ field: "password", from: "changed", to: "changed" }],
    });
  }
  tell({ at, action: "session.open", by: one, whom: one, visit });
  if (chance.happens(0.06)) {
    const field = chance.happens(0.5) ? "timeZone" : "locale";
    const to = one.life[field];
    if (to) {
      const changes = [{ field, from: null, to }];
      tell({ at: after(at, 4 * minute), action: "me.edit", by: one, whom: one, changes, visit });
    }
  }
  if (chance.happens(0.015)) {
    tell({
      at: after(at, 6 * minute),
      action: "password.change",
      by: one,
      whom: one,
      changes: [{ field: "password", from: "changed", to: "changed" }],
      visit,
    });
  }
  if (chance.happens(0.02))
    tell({ at: after(at, 8 * minute), action: "session.end_others", by: one, whom: one, visit });
  if (chance.happens(0.35)) {
    const closed = after(at, chance.between(9, 200) * minute);
    if (closed < until) tell({ at: closed, action: "session.close", by: one, whom: one, visit });
  }
}

/** Title and role move to what they are now; a few other things administrators do. */
function beChanged(stage: Stage, one: Figure, host: Figure, end: Date): void {
  const { chance, tell } = stage;
  const from = one.life.acceptedAt!;
  const sometime = () =>
    atWork(chance, after(from, chance.between(0.05, 0.9) * (end.getTime() - from.getTime())));
  const told = (at: Date, action: CommandName, changes?: Change[]) =>
    void (at < end && tell({ at, action, by: host, whom: one, changes }));

  if (one.formerRole !== one.role) {
    told(after(from, hour), "user.change_role", [
      { field: "role", from: one.formerRole, to: one.role },
    ]);
  } else if (one.role === "user" && chance.happens(0.05)) {
    const at = sometime();
    told(at, "user.change_role", [{ field: "role", from: "user", to: "auditor" }]);
    told(after(at, 9 * day), "user.change_role", [{ field: "role", from: "auditor", to: "user" }]);
  }
  if (one.formerTitle !== null && one.formerTitle !== one.title)
    told(sometime(), "user.edit", [
      { field: "title", from: one.formerTitle, to: one.title ?? null },
    ]);
  if (chance.happens(0.03)) told(sometime(), "user.send_reset");
  if (chance.happens(0.03)) told(sometime(), "user.end_sessions");
  if (chance.happens(0.02)) {
    const at = sometime();
    told(at, "user.delete", [{ field: "status", from: "active", to: "deleted" }]);
    told(after(at, 20 * minute), "user.restore", [
      { field: "status", from: "deleted", to: "active" },
    ]);
  }
}

/** A pause that is over: ended by hand, or by itself at the date that was set. */
function breakFor(stage: Stage, one: Figure, host: Figure): [Date, Date] | null {
  const { chance, tell, now } = stage;
  const since = one.life.acceptedAt!.getTime();
  const from = atWork(chance, after(one.life.acceptedAt!, (now.getTime() - since) * 0.4));
  const planned = chance.happens(0.5);
  const to = planned
    ? startOfDay(from, chance.between(5, 25))
    : atWork(chance, after(from, chance.between(3, 20) * day));
  if (to >= now || to <= from) return null;
  pause(stage, one, host, from, planned ? to : null, chance.of(pauseReasons));
  tell({
    at: to,
    action: "user.resume",
    by: planned ? "system" : host,
    whom: one,
    changes: [{ field: "status", from: "paused", to: "active" }],
    particulars: planned ? { planned } : {},
  });
  return [from, to];
}

function pause(
  { tell, chance }: Stage,
  one: Figure,
  by: Figure,
  at: Date,
  until: Date | null,
  reason: string | null,
): void {
  tell({
    at,
    action: "user.pause",
    by,
    whom: one,
    changes: [{ field: "status", from: "active", to: "paused" }],
    particulars: {
      reason,
      until: until?.toISOString() ?? null,
      sessions: chance.happens(0.4) ? 1 : 0,
    },
  });
}

/** What was tried and not allowed, or made no sense at that moment. */
function refusals({ tell, now }: Stage, { Olga, Otto, Adam, Aria, Mia, Pia }: History["cast"]) {
  const tried = (
    days: number,
    by: Figure,
    action: CommandName,
    whom: Figure,
    code: FailureCode = "forbidden",
  ) =>
    tell({
      at: atWorkOn(now, days),
      action,
      by,
      whom,
      outcome: code === "forbidden" ? "denied" : "refused",
      code,
    });
  tried(155, Adam, "user.pause", Olga);
  tried(154, Adam, "user.end_sessions", Otto);
  tried(120, Aria, "user.pause", Mia);
  tried(96, Aria, "user.send_reset", Adam);
  tried(75, Adam, "user.delete", Otto);
  tried(62, Mia, "user.pause", Pia);
  tried(44, Otto, "ownership.grant", Adam, "step_up_required");
  tried(30, Adam, "ownership.grant", Aria);
  tried(21, Aria, "user.delete", Mia);
  tried(9, Adam, "user.send_reset", Olga);
  tried(1, Adam, "user.pause", Pia, "already_paused");
}

const after = (at: Date, milliseconds: number) => new Date(at.getTime() + milliseconds);

/** The same day in working hours, or the Monday after. */
function atWork(chance: Chance, at: Date): Date {
  const moved = new Date(at);
  moved.setUTCHours(7, Math.floor(chance.between(0, 60 * 11)), Math.floor(chance.between(0, 60)));
  const weekday = moved.getUTCDay();
  return weekday === 0 ? after(moved, day) : weekday === 6 ? after(moved, 2 * day) : moved;
}

/** The weekend rule may lead into the future; then it was some days earlier. */
const inThePast = ({ now }: Stage, at: Date) =>
  at < after(now, -2 * hour) ? at : after(at, -4 * day);

const atWorkOn = (now: Date, days: number) => {
  const at = after(now, -days * day);
  at.setUTCHours(9, (days * 7) % 60, (days * 13) % 60);
  return at;
};

const startOfDay = (from: Date, days: number) => {
  const at = after(from, days * day);
  at.setUTCHours(0, 0, 0, 0);
  return at;
};
