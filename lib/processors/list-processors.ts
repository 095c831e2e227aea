import { z } from "zod";

import { clockOf } from "@/lib/gate/look";
import { query } from "@/lib/gate/query";
import { ProcessorChange, ProcessorView } from "./processor";
import { readRegister, readWindow } from "./rows";

/** The public register: who processes data, for what and which, and what is to change (P46). */
export const listProcessors = query("processor.list", {
  input: z.strictObject({}),
  output: z
    .object({
      data: z.array(ProcessorView),
      changes: z.array(ProcessorChange),
      windowDays: z.int().meta({
        description: "How many days owners have to object to what is announced",
        examples: [30],
      }),
    })
    .meta({ id: "ProcessorRegister", description: "Who processes data, and what is to change" }),
  refuses: [],
  async run({ db }) {
    const { inEffect, changes } = await readRegister(db, await clockOf(db));
    return {
      data: inEffect.map(({ key: _key, ...view }) => view),
      changes,
      windowDays: await readWindow(db),
    };
  },
});
