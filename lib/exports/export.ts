import { z } from "zod";

import { Instant, May } from "@/lib/users/user";

/** How many days an archive can be fetched; a job removes it then. */
export const EXPORT_DAYS = 7;

export const ExportId = z.uuid("This is not the id of an archive.");

/** `cancelled`: withdrawn, or replaced by a newer one. */
export const exportStates = [
  "queued",
  "running",
  "ready",
  "failed",
  "expired",
  "cancelled",
] as const;
export type ExportState = (typeof exportStates)[number];

/** An archive as whoever may have it sees it. */
export const ExportView = z
  .object({
    id: z.uuid(),
    state: z.enum(exportStates),
    requestedAt: Instant,
    requestedBy: z
      .object({ id: z.uuid(), name: z.string().nullable() })
      .meta({ description: "Who asked for it; nameless once they are permanently deleted" }),
    endedAt: Instant.nullable(),
    progress: z.int().meta({ description: "Percent", examples: [40] }),
    rows: z
      .int()
      .nullable()
      .meta({ description: "Rows in it", examples: [1200] }),
    bytes: z
      .int()
      .nullable()
      .meta({ description: "How big it is", examples: [48_000] }),
    expiresAt: Instant.nullable().meta({ description: "Until when it can be fetched" }),
    downloads: z.int().meta({ description: "How often it was fetched", examples: [0] }),
    trouble: z
      .string()
      .nullable()
      .meta({
        description: "Why it could not be made, in words",
        examples: [null],
      }),
    may: May,
  })
  .meta({ id: "Export", description: "A take-out archive or a copy of one’s data" });
export type ExportView = z.infer<typeof ExportView>;

export const ExportList = z
  .object({ data: z.array(ExportView), may: May })
  .meta({ id: "ExportList", description: "The archives that were asked for, the newest first" });
export type ExportList = z.infer<typeof ExportList>;

/** What a download hands to whoever sends the file. Never an answer by itself. */
export const ExportFile = z.object({
  run: z.uuid(),
  key: z.string(),
  bytes: z.int(),
  name: z.string(),
});
export type ExportFile = z.infer<typeof ExportFile>;
