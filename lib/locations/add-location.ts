import { z } from "zod";

import { newId } from "@/lib/db/id";
import { locations } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { enqueueNotices } from "@/lib/notices/enqueue-notices";
import { LocationId, LocationWords } from "./location";

/** Says where something is kept, from now on or from a day to come. Of one that is to come, all owners are told by letter (P23). */
export const addLocation = command("location.add", {
  input: LocationWords,
  output: z.object({ locationId: LocationId }),
  refuses: [],
  async run({ db, input: { since, ...words }, now }) {
    const id = newId();
    const from = since ?? now;
    await db.insert(locations).values({ id, ...words, since: from });
    if (from > now) await enqueueNotices(db, "location", id);
    return {
      value: { locationId: id },
      told: {
        logged: { id, name: `${words.provider}, ${words.place}` },
        particulars: { what: words.what, since: from.toISOString(), planned: from > now },
      },
    };
  },
});
