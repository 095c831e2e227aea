import type { Tone } from "@/components/ui/badge";
import type { ExportState, ExportView } from "@/lib/exports/export";

export const stateWords: Record<ExportState, { says: string; tone: Tone }> = {
  queued: { says: "Waits to be made", tone: "calm" },
  running: { says: "Being made", tone: "calm" },
  ready: { says: "Ready", tone: "good" },
  failed: { says: "Could not be made", tone: "danger" },
  expired: { says: "Expired", tone: "gone" },
  cancelled: { says: "Withdrawn", tone: "gone" },
};

export const isUnderWay = ({ state }: ExportView): boolean =>
  state === "queued" || state === "running";
