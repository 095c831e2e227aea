import type { Role, Status } from "@/lib/users/user";

/** One of the people who play in tests, benchmarks and the demonstration. */
export type Character = { name: string; email: string; role: Role; status: Status; title?: string };

const of = (name: string, role: Role, status: Status = "active", title?: string): Character => ({
  name,
  email: `${name.split(" ")[0]!.toLowerCase()}@example.test`,
  role,
  status,
  title,
});

/** Acme's cast. Olga owns, Otto co-owns, Adam administers, Aria audits, Mia is a user, Pia is paused, Ivo is invited. */
export const acme = {
  Olga: of("Olga Owner", "owner", "active", "Managing director"),
  Otto: of("Otto Owner", "owner", "active", "Co-founder"),
  Adam: of("Adam Admin", "administrator", "active", "Office manager"),
  Aria: of("Aria Auditor", "auditor", "active", "Internal audit"),
  Mia: of("Mia Member", "user", "active", "Designer"),
  Pia: of("Pia Paused", "user", "paused", "Engineer"),
  Ivo: of("Ivo Invited", "user", "invited"),
} as const;

/** Nora owns the account next door and must see nothing of Acme. */
export const nextDoor = { Nora: of("Nora Next", "owner") } as const;

/** The password of everyone in the cast who has one. */
export const castPassword = "a lantern over the quiet harbour";
