import { z } from "zod";

import { line } from "@/lib/shapes/line";
import { personal } from "@/lib/support/personal";
import { Cursor } from "@/lib/lists/shapes";

/** The roles a user can have in an account, from most to least. */
export const roles = ["owner", "administrator", "auditor", "user"] as const;
export type Role = (typeof roles)[number];

/** Roles that administrators may hand out; ownership has verbs of its own. */
export const grantableRoles = ["administrator", "auditor", "user"] as const;

export const statuses = ["invited", "active", "paused", "deleted"] as const;
export type Status = (typeof statuses)[number];

/** The password of the person who does something, given with what needs it (`lib/policy/proof.ts`). */
export const OwnPassword = z.string().max(1_024).optional().meta({
  description: "Your own password, where this concerns an owner and you did not give it lately",
});

export const UserId = z.uuid("This is not a user id.");

export const Name = line(200, "Give a name.");
export const Title = z.union([
  z.literal("").transform(() => null),
  z.null(),
  line(200, "Give a title."),
]);
export const Reason = z.union([
  z.literal("").transform(() => null),
  z.null(),
  line(500, "Give a reason."),
]);
export const Role = z.enum(grantableRoles, "Choose administrator, auditor or user.");

/** An instant as it leaves the server: ISO 8601 in UTC. */
export const Instant = z.iso.datetime().meta({ examples: ["2026-03-01T09:30:00.000Z"] });

/** An instant or a day as it is sent, in the years a calendar has. */
export const When = z
  .union(
    [z.iso.datetime({ offset: true }), z.iso.date()],
    "Give a day or an instant, for example 2026-03-01T09:30:00Z.",
  )
  .refine((text) => !text.startsWith("0000"), "Give a day or an instant of our era.")
  .transform((text) => new Date(text))
  .meta({ examples: ["2026-03-01T09:30:00Z"] });

/** Verbs that may be used now. */
export const May = z.array(z.string()).meta({
  description: "What the one who asks may do, as names of verbs",
  examples: [["user.edit"]],
});

/** How an invitation letter fares, as an administrator sees it. */
export const InvitationState = z
  .object({
    state: z.enum(["queued", "sent", "failed", "opened", "used", "expired", "revoked", "lapsed"]),
    reason: personal(
      "text",
      z
        .string()
        .nullable()
        .meta({ description: "Why the letter could not be sent, in the mail server's words" }),
    ),
    at: Instant,
    expiresAt: Instant,
  })
  .meta({ id: "InvitationState", description: "How the newest invitation of a user fares" });
export type InvitationState = z.infer<typeof InvitationState>;

const named = {
  id: z.uuid().meta({ examples: ["0198c0de-0000-7000-8000-000000000001"] }),
  name: personal("name", z.string().meta({ examples: ["Mia Mills"] })),
  email: personal("email", z.string().meta({ examples: ["mia@example.test"] })),
  title: personal(
    "title",
    z
      .string()
      .nullable()
      .meta({ examples: ["Head of reading"] }),
  ),
  role: z.enum(roles).meta({ examples: ["user"] }),
  status: z.enum(statuses).meta({ examples: ["active"] }),
};
const seen = { createdAt: Instant, lastSeenAt: Instant.nullable(), may: May };

/** A user as it leaves the server. */
export const UserView = z
  .object({
    ...named,
    locale: z
      .string()
      .nullable()
      .meta({ examples: ["en-GB"] }),
    timeZone: z
      .string()
      .nullable()
      .meta({ examples: ["Europe/Vienna"] }),
    ...seen,
    pause: z
      .object({
        reason: personal("text", z.string().nullable()),
        since: Instant,
        until: Instant.nullable(),
      })
      .nullable()
      .meta({ description: "Since when, why and how long they are kept out", examples: [null] }),
    deletion: z
      .object({ at: Instant, purgeAfter: Instant })
      .nullable()
      .meta({
        description: "When they went into the bin, and when it is emptied",
        examples: [null],
      }),
    pendingEmail: personal(
      "email",
      z
        .string()
        .nullable()
        .meta({ description: "A new address that has not been confirmed yet", examples: [null] }),
    ),
    invitation: InvitationState.nullable().meta({ examples: [null] }),
    version: z.int().meta({
      description: "How often this user was written; the ETag carries it",
      examples: [3],
    }),
  })
  .meta({ id: "User", description: "A person's place in one account" });
export type UserView = z.infer<typeof UserView>;

/** A row of the users list: what the table shows, nothing more. */
export const UserRow = z
  .object({ ...named, ...seen, pausedUntil: Instant.nullable().meta({ examples: [null] }) })
  .meta({ id: "UserRow", description: "A user as lists show them" });
export type UserRow = z.infer<typeof UserRow>;

export const sorts = ["name", "email", "role", "status", "lastSeenAt", "createdAt"] as const;
export type Sort = (typeof sorts)[number];

/** What the users list can be asked; the same words stand in the address bar and in the API. */
export const UserFilter = z.strictObject({
  q: z.string().max(200).optional(),
  status: z.enum(statuses).optional(),
  role: z.enum(roles).optional(),
  /** a column name, with a leading minus for descending */
  sort: z
    .string()
    .regex(new RegExp(`^-?(${sorts.join("|")})$`), "Sort by one of the columns.")
    .default("name"),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: Cursor.optional(),
});
export type UserFilter = z.infer<typeof UserFilter>;

/** Where a list goes on. */
export const NextCursor = z
  .string()
  .nullable()
  .meta({ description: "Send it as `cursor` to go on; null at the end", examples: [null] });

export const UserPage = z
  .object({
    data: z.array(UserRow),
    nextCursor: NextCursor,
    total: z.int().meta({ description: "How many users match the filter", examples: [1] }),
    inBin: z.int().meta({
      description: "How many users in the bin match a search; `status=deleted` shows them",
      examples: [0],
    }),
    may: May,
  })
  .meta({ id: "UserPage", description: "A page of the users of the account" });
export type UserPage = z.infer<typeof UserPage>;
