import type { Told } from "@/lib/gate/command";
import type { Actor } from "@/lib/policy/actor";

/** An event about the one who acts; none for a person who has not picked an account. */
export const toldBy = (
  me: Actor,
  what: Pick<Told, "changes" | "particulars"> = {},
): Told | Told[] =>
  me.kind === "user" ? { object: { kind: "user", id: me.userId, name: me.name }, ...what } : [];
