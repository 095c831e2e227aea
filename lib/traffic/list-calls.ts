import { query } from "@/lib/gate/query";
import { accountOf } from "@/lib/policy/scope";
import { readCalls } from "./read-calls";
import { retentionOf } from "./retention";
import { CallFilter, CallPage } from "./traffic";

/** The calls of the API in the account, the newest first: by whom, for what, how they ended and how long they took (P36). */
export const listCalls = query("traffic.list", {
  input: CallFilter,
  output: CallPage,
  refuses: [],
  async run({ db, me, input }) {
    const page = await readCalls(db, accountOf(me), input);
    return { ...page, kept: await retentionOf(db) };
  },
});
