import type { useRouter } from "next/navigation";

import type { CommandName } from "@/lib/policy/policy";

/** On a user's own page a verb shows at once; someone destroyed has no page any more. */
export const afterVerb = (router: ReturnType<typeof useRouter>) => (verb: CommandName) => {
  if (verb === "user.remove") router.replace("/users?status=deleted");
  else router.refresh();
};
