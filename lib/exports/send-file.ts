import type { Readable } from "node:stream";

import type { ExportFile } from "./export";
import { openFile } from "./file";

/** An archive on its way to whoever may have it, opened as it is sent. */
export const sendFile = async ({
  run,
  key,
  name,
  bytes,
}: ExportFile): Promise<{ content: Readable; type: string; name: string; bytes: number }> => ({
  content: await openFile(run, key),
  type: "application/zip",
  ...{ name, bytes },
});
