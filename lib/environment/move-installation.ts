import { z } from "zod";

import { installation } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";

/**
 * Notes that the installation was moved to another environment (P25). The mark itself is the database owner's to write, in
 * `npx castellan environment`, which does this with the verb or not at all.
 */
export const moveInstallation = command("installation.move", {
  input: z.strictObject({ to: z.string() }),
  refuses: [],
  async run({ db, input: { to } }) {
    const [marked] = await db
      .select({ id: installation.installationId, environment: installation.environment })
      .from(installation);
    const { id, environment: from } = marked!;
    return {
      value: null,
      told: {
        logged: { id, name: null },
        changes: [{ field: "environment", from, to }],
      },
    };
  },
});
