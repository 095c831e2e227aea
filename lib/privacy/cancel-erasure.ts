import { z } from "zod";

import { command } from "@/lib/gate/command";
import { findSelf } from "@/lib/users/rows";
import { closeRequest, insistOnRequest } from "./rows";

/** Takes one's own request for erasure back, as long as nobody has answered it. */
export const cancelErasure = command("me.cancel_erasure", {
  input: z.strictObject({}),
  refuses: ["not_requested"],
  target: findSelf,
  async run({ db, target }) {
    const asked = await insistOnRequest(db, target.row);
    await closeRequest(db, asked, { outcome: "cancelled", by: null });
    return { value: null, told: { object: target } };
  },
});
