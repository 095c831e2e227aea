import type { Invariant } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";

/** An account never has fewer than one owner who can sign in, on any path (P16). The database counts. */
export const anOwnerRemains: Invariant = {
  constraint: "accounts_an_owner_remains",
  refuses: "last_owner",
  refuse: (target) =>
    new Failure("last_owner", {
      says: target
        ? `${target.name} is the only owner who can sign in. Make someone else an owner first.`
        : undefined,
    }),
};
