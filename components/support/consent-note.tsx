import { Notice } from "@/components/ui/notice";
import type { SupportGrants } from "@/lib/support/support";

import { listed } from "./words";

const because = {
  not_owner: "Only an owner can agree to access of the support staff.",
  staff: "You are of the staff yourself, and the staff cannot agree to their own access.",
  new_owner:
    "You became an owner while support was inside, so you cannot agree to access of theirs.",
} satisfies Record<NonNullable<SupportGrants["hindrance"]>, string>;

/** Why whoever looks cannot agree, and who can; nothing for those who can. */
export function ConsentNote({
  hindrance,
  approvers,
}: Pick<SupportGrants, "hindrance" | "approvers">) {
  if (!hindrance) return null;
  const names = listed(approvers.map(({ name }) => name));
  return (
    <Notice title={because[hindrance]}>
      <p>
        {names ? (
          <>
            <bdi>{names}</bdi> can.
          </>
        ) : (
          "No owner of this account can at this time: make someone else an owner first."
        )}
      </p>
    </Notice>
  );
}
