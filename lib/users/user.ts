import { z } from "zod";

/** The roles a user can have in an account, from most to least. */
export const roles = ["owner", "administrator", "auditor", "user"] as const;
export type Role = (typeof roles)[number];

/** Roles that administrators may hand out; ownership has verbs of its own. */
export const grantableRoles = ["administrator", "auditor", "user"] as const;

export const statuses = ["invited", "active", "paused", "deleted"] as const;
export type Status = (typeof statuses)[number];

export const UserId = z.uuid("This is not a user id.");

/** Text of one line as people type it: trimmed, no control characters, whole code points. */
export const line = (max: number, empty: string) =>
  z
    .string()
    .transform((text) => text.normalize("NFC").trim())
    .refine((text) => text.length > 0, empty)
    .refine((text) => [...text].length <= max, `Use at most ${max} characters.`)
    .refine(
      (text) => text.isWellFormed() && !/\p{Cc}/u.test(text),
      "Remove the invisible control characters.",
    );

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

/**
 * An address as typed, canonical for comparing: trimmed and lower case. Letters outside ASCII are refused before
 * folding, because some of them fold to ASCII and two different addresses would become one.
 */
export const Email = z
  .string()
  .trim()
  .max(254, "An e-mail address has at most 254 characters.")
  .regex(/^[\x21-\x7e]+$/, "This is not an e-mail address.")
  .pipe(z.email("This is not an e-mail address."))
  .transform((address) => address.toLowerCase());

export const Locale = z
  .string()
  .refine((tag) => {
    try {
      return Intl.getCanonicalLocales(tag).length === 1;
    } catch {
      return false;
    }
  }, "Choose a language from the list.")
  .refine((tag) => tag.length <= 35, "Choose a language from the list.");

export const TimeZone = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}, "Choose a time zone from the list.");

/** How an invitation letter fares, as an administrator sees it. */
export type InvitationState = {
  state: "queued" | "sent" | "failed" | "opened" | "used" | "expired" | "revoked";
  /** why the letter could not be sent, in the mail server's words */
  reason: string | null;
  at: string;
  expiresAt: string;
};

/** A user as it leaves the server. Times are ISO 8601 in UTC. */
export type UserView = {
  id: string;
  name: string;
  email: string;
  title: string | null;
  role: Role;
  status: Status;
  locale: string | null;
  timeZone: string | null;
  createdAt: string;
  lastSeenAt: string | null;
  pause: { reason: string | null; since: string; until: string | null } | null;
  deletion: { at: string; purgeAfter: string } | null;
  /** an e-mail change that the new address has not confirmed yet */
  pendingEmail: string | null;
  invitation: InvitationState | null;
  /** how often this row was written; send it back to notice a change in between */
  version: number;
  /** what the one who asks may do to this user */
  may: string[];
};

/** A row of the users list: what the table shows, nothing more. */
export type UserRow = Pick<
  UserView,
  "id" | "name" | "email" | "title" | "role" | "status" | "createdAt" | "lastSeenAt" | "may"
> & { pausedUntil: string | null };

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
  cursor: z.string().max(500).optional(),
});
export type UserFilter = z.infer<typeof UserFilter>;

export type UserPage = {
  data: UserRow[];
  nextCursor: string | null;
  /** users that match the filter */
  total: number;
  /** what the one who asks may do in this list, e.g. `user.invite` */
  may: string[];
};
