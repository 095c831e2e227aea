import { asc, eq } from "drizzle-orm";

import {
  letters as letterRows,
  links as linkRows,
  persons,
  sessions as sessionRows,
  staff as staffRows,
} from "@/lib/db/schema";
import { emailOf } from "@/lib/people/rows";
import type { Origin } from "@/lib/sessions/origin";
import { originPlace } from "@/lib/sessions/rows";
import { openStaff } from "@/lib/staff/rows";
import { personVault } from "@/lib/vault/keyring";
import {
  CopyLetter,
  CopyLink,
  CopyPerson,
  CopySession,
  CopyStaff,
} from "@/lib/exports/copy-format";
import type { OfPerson } from "./of-person";
import { iso } from "./section";

/** The login itself: one row. Never the password, nor anything made of it. */
export const login: OfPerson<typeof CopyPerson> = {
  name: "login",
  about: "Your login: the address you sign in with. Your password is not in here; nobody has it.",
  shape: CopyPerson,
  count: async () => 1,
  async *read({ db, whose: { personId } }) {
    const [row] = await db
      .select({ createdAt: persons.createdAt, passwordSetAt: persons.passwordSetAt })
      .from(persons)
      .where(eq(persons.id, personId));
    yield [
      {
        id: personId,
        email: await emailOf(db, personId),
        createdAt: row!.createdAt.toISOString(),
        passwordSetAt: iso(row!.passwordSetAt),
      },
    ];
  },
};

/** Where and when the person was signed in, as long as sessions are kept. */
export const sessions: OfPerson<typeof CopySession> = {
  name: "sessions",
  about:
    "Where and when you were signed in, also sessions that have ended, as long as they are kept.",
  shape: CopySession,
  count: ({ db, whose: { personId } }) =>
    db.$count(sessionRows, eq(sessionRows.personId, personId)),
  async *read({ db, whose: { personId } }) {
    const vault = await personVault(db, personId);
    const rows = await db
      .select()
      .from(sessionRows)
      .where(eq(sessionRows.personId, personId))
      .orderBy(asc(sessionRows.createdAt), asc(sessionRows.id));
    yield rows.map((row) => {
      const origin = vault.openJson<Origin | null>(originPlace(row.id), row.origin);
      return {
        id: row.id,
        kind: row.kind,
        accountId: row.accountId,
        startedAt: row.createdAt.toISOString(),
        lastSeenAt: row.seenAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        endedAt: iso(row.endedAt),
        endedBy: row.endedBy,
        ip: origin?.ip ?? null,
        place: origin?.place ?? null,
        browser: origin?.browser ?? null,
      };
    });
  },
};

/** The letters that were sent: what they said is destroyed once they are sent. */
export const letters: OfPerson<typeof CopyLetter> = {
  name: "letters",
  about: "E-mails that were sent to you: kind, time and state. What they said is not kept.",
  shape: CopyLetter,
  count: ({ db, whose: { personId } }) => db.$count(letterRows, eq(letterRows.personId, personId)),
  async *read({ db, whose: { personId } }) {
    const rows = await db
      .select()
      .from(letterRows)
      .where(eq(letterRows.personId, personId))
      .orderBy(asc(letterRows.createdAt), asc(letterRows.id));
    yield rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      state: row.state,
      accountId: row.accountId,
      createdAt: row.createdAt.toISOString(),
      sentAt: iso(row.sentAt),
    }));
  },
};

/** The links in those letters: what for, and whether they were used. */
export const links: OfPerson<typeof CopyLink> = {
  name: "links",
  about: "Links that were e-mailed to you: what they were for, and whether they were used.",
  shape: CopyLink,
  count: ({ db, whose: { personId } }) => db.$count(linkRows, eq(linkRows.personId, personId)),
  async *read({ db, whose: { personId } }) {
    const rows = await db
      .select()
      .from(linkRows)
      .where(eq(linkRows.personId, personId))
      .orderBy(asc(linkRows.createdAt), asc(linkRows.id));
    yield rows.map((row) => ({
      id: row.id,
      purpose: row.purpose,
      accountId: row.accountId,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      openedAt: iso(row.openedAt),
      usedAt: iso(row.consumedAt),
    }));
  },
};

/** Their place among the installation's own people, where they have or had one. */
export const staff: OfPerson<typeof CopyStaff> = {
  name: "staff",
  about: "Your place among the operator’s staff, if you have or had one.",
  shape: CopyStaff,
  count: ({ db, whose: { personId } }) => db.$count(staffRows, eq(staffRows.personId, personId)),
  async *read({ db, whose: { personId } }) {
    const rows = await db.select().from(staffRows).where(eq(staffRows.personId, personId));
    for (const { id, name, roles, createdAt, endedAt } of rows) {
      const opened = await openStaff(db, personId, id, name, roles);
      yield [{ id, ...opened, createdAt: createdAt.toISOString(), endedAt: iso(endedAt) }];
    }
  },
};
