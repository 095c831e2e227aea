import { z } from "zod";

import { query } from "@/lib/gate/query";
import { ExportId, ExportView } from "./export";
import { findArchive } from "./find";
import { readExports, whoseIs } from "./rows";
import { viewOf } from "./view";

/** One take-out archive: how far it is, and until when it can be fetched. */
export const showExport = query("export.show", {
  input: z.strictObject({ exportId: ExportId }),
  output: ExportView,
  refuses: [],
  target: findArchive,
  async run({ db, me, target }) {
    const [one] = await readExports(db, whoseIs(target.row), target.id, target.row.id);
    return viewOf(me, one!);
  },
});
