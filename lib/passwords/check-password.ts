import { z } from "zod";

import { query } from "@/lib/gate/query";
import { isCommon } from "./common";

/** Whether a password is among those everybody tries: feedback while typing. The rules decide again when it is set. */
export const checkPassword = query("password.check", {
  input: z.strictObject({ password: z.string().max(2_000), token: z.string().nullish() }),
  output: z.object({ ok: z.boolean(), says: z.string().nullable() }),
  refuses: [],
  run: async ({ input }) =>
    (await isCommon(input.password))
      ? {
          ok: false,
          says: "Many people use this password, so it is guessed first. Add a few words of your own.",
        }
      : { ok: true, says: null },
});
