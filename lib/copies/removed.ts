import { z } from "zod";

/** What the permanent deletion of a key or a webhook destroyed. */
export const Removed = z
  .object({
    destroyed: z
      .int()
      .meta({ description: "Entries of the activity about it that were destroyed", examples: [4] }),
  })
  .meta({ id: "Removed", description: "What a permanent deletion destroyed" });
