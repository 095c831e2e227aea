import type { Role } from "@/lib/users/user";

/**
 * What leads to an owner being made, removed or taken over, whatever it is called: it needs the password of the person who does
 * it, given with it or within the last ten minutes. True where that depends on nobody; `owner` where it is done to an owner.
 */
const leadsToOwners: Record<string, true | "owner"> = {
  "ownership.grant": true,
  "ownership.release": true,
  "user.start_email_change": "owner", // letters to set a password go to the new address
  "user.send_reset": "owner",
  "user.pause": "owner",
  "user.resume": "owner",
  "user.delete": "owner",
  "user.restore": "owner",
  "user.remove": "owner",
  "user.leave": "owner",
  "privacy.answer_request": "owner",
};

/** Every verb that may need a proof. */
export const proven: readonly string[] = Object.keys(leadsToOwners);

/** Whether a person proves again who they are before they do this to somebody. */
export function needsProof(verb: string, them: { role: Role }): boolean {
  const when = leadsToOwners[verb];
  return when === true || (when === "owner" && them.role === "owner");
}
