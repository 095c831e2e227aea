import type { ActorKind } from "./event";

/** How whoever did something is called in a sentence, which says when it is no person or one from outside. */
export function actorName(kind: ActorKind, name: string | null): string {
  if (name === null) return nameless[kind];
  if (kind === "key") return `Key ${name}`;
  return kind === "staff" ? `${name} (staff)` : name;
}

const nameless: Record<ActorKind, string> = {
  key: "A key",
  staff: "Someone of the staff",
  user: "A user",
  visitor: "Someone",
  system: "Castellan",
  operator: "The operator",
  deleted: "A deleted user",
};
