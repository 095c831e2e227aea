import { Failure } from "@/lib/gate/failure";

import { isCommon } from "./common";
import { judge } from "./rules";

/**
 * Insists on a password worth keeping, wherever one is set: invitation, reset, change.
 * @param context words from `contextWords`
 * @throws Failure `password_refused` with the reason and what would help
 */
export async function refuseWeakPassword(
  password: string,
  context: readonly string[],
): Promise<void> {
  const { ok, says, help } = judge(password, context);
  if (!ok) throw refused(says, help);
  if (await isCommon(password)) {
    throw refused(
      "Many people use this password, so it is guessed first.",
      "Add a few words of your own.",
    );
  }
}

function refused(says: string, help: string | null) {
  return new Failure("password_refused", { fields: { password: help ? `${says} ${help}` : says } });
}
