import { z } from "zod";

import { personalFields } from "@/lib/support/personal";
import { supportModes, supportNouns } from "@/lib/support/support";
import { Cooling } from "@/lib/closures/closure";
import { StaffSelf } from "@/lib/staff/staff";
import { Instant, May, roles } from "@/lib/users/user";

/** A session as its person, or an administrator of the account it works in, sees it. */
export const SessionView = z
  .object({
    id: z.uuid(),
    device: z.string().meta({ examples: ["Firefox 140 on macOS"] }),
    place: z
      .string()
      .nullable()
      .meta({ examples: ["Austria"] }),
    kind: z.enum(["panel", "api"]),
    startedAt: Instant,
    lastSeenAt: Instant,
    current: z.boolean().meta({ description: "Whether it is the session that asks" }),
  })
  .meta({ id: "Session", description: "A live sign-in of someone" });
export type SessionView = z.infer<typeof SessionView>;

/** One's own sessions. */
export const MySessions = z
  .object({ data: z.array(SessionView) })
  .meta({ id: "MySessions", description: "One's own live sessions" });

/** A user's sessions. */
export const UserSessions = z
  .object({ data: z.array(SessionView), may: May })
  .meta({ id: "UserSessions", description: "The live sessions of a user in this account" });

/** What ending several at once answers. */
export const SessionsEnded = z
  .object({ ended: z.int().meta({ examples: [2] }) })
  .meta({ id: "SessionsEnded", description: "How many sessions ended" });

/** One of the accounts a person can work in. */
export const AccountChoice = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ examples: ["Acme"] }),
    role: z.enum(roles),
    current: z.boolean().meta({ description: "Whether the session works in it" }),
  })
  .meta({ id: "AccountChoice", description: "An account one can work in" });
export type AccountChoice = z.infer<typeof AccountChoice>;

const operator = z.boolean().meta({
  description: "Whether one is of the operator's staff too, and can go over to their area",
  examples: [false],
});

const self = {
  id: z.uuid(),
  personId: z.uuid(),
  name: z.string().meta({ examples: ["Olga Owner"] }),
  email: z.string().meta({ examples: ["olga@example.test"] }),
  title: z.string().nullable(),
  role: z.enum(roles),
  locale: z
    .string()
    .nullable()
    .meta({ examples: ["en-GB"] }),
  timeZone: z
    .string()
    .nullable()
    .meta({ examples: ["Europe/Vienna"] }),
  pendingEmail: z
    .string()
    .nullable()
    .meta({ examples: [null] }),
  version: z.int().meta({ examples: [3] }),
  account: z.object({
    id: z.uuid(),
    name: z.string().meta({ examples: ["Acme"] }),
    closing: Cooling.nullable().meta({
      description: "Where the account is being closed: until when it can come back",
      examples: [null],
    }),
  }),
  may: May,
};

/** What the panel knows about who is signed in. */
export const Me = z
  .object({
    ...self,
    accounts: z.array(AccountChoice),
    operator,
    support: z
      .object({
        grantId: z.uuid(),
        nouns: z.array(z.enum(supportNouns)),
        fields: z.array(z.enum(personalFields)),
        mode: z.enum(supportModes),
        endsAt: Instant,
      })
      .nullable()
      .meta({
        description: "One of the support staff is inside, with this access; null for everyone else",
        examples: [null],
      }),
  })
  .meta({ id: "Me", description: "Who is signed in, where they work, and where else they could" });
export type Me = z.infer<typeof Me>;

/** Someone signed in who works as the operator's staff, in no account. */
export const StaffMe = z
  .object({
    account: z.null(),
    staff: StaffSelf,
    ended: z
      .uuid()
      .nullable()
      .meta({ description: "The access one was inside with, which has ended", examples: [null] }),
    accounts: z.array(AccountChoice),
    operator,
    may: May,
  })
  .meta({ id: "StaffMe", description: "Someone signed in who works as the operator's staff" });
export type StaffMe = z.infer<typeof StaffMe>;

/** Someone signed in who has yet to pick an account. */
export const Unplaced = z
  .object({ account: z.null(), accounts: z.array(AccountChoice), operator })
  .meta({ id: "Unplaced", description: "Someone signed in who has yet to pick an account" });
export type Unplaced = z.infer<typeof Unplaced>;
