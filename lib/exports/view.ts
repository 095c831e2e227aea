import { mayDo } from "@/lib/policy/policy";
import type { Actor } from "@/lib/policy/actor";
import { nobody } from "@/lib/gate/look";
import type { ExportState, ExportView } from "./export";
import type { readExports } from "./rows";

type Read = Awaited<ReturnType<typeof readExports>>[number];

/** An archive as the one who asks sees it. One whose days are over is expired, whether or not the job has come by. */
export function viewOf(me: Actor, { row, expired, trouble, by }: Read): ExportView {
  const state: ExportState = row.state === "ready" && expired ? "expired" : row.state;
  return {
    id: row.id,
    state,
    requestedAt: row.requestedAt.toISOString(),
    requestedBy: { id: row.requestedBy, name: by },
    endedAt: row.endedAt?.toISOString() ?? null,
    progress: row.progress,
    rows: row.rows,
    bytes: row.bytes,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    downloads: row.downloads,
    trouble,
    may: sensible[state].filter(
      (verb) => verb.startsWith("me.") === (row.kind === "person") && mayDo[verb](me, nobody),
    ),
  };
}

const downloads = ["export.download", "me.download_copy"] as const;

/** The states in which a verb makes sense. */
const sensible = {
  queued: ["export.cancel"],
  running: ["export.cancel"],
  ready: [...downloads, "export.cancel"],
  failed: [],
  expired: [],
  cancelled: [],
} as const satisfies Record<ExportState, readonly (keyof typeof mayDo)[]>;
