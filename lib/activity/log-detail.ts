import type { Origin } from "@/lib/sessions/origin";
import type { Change, EventOutcome } from "./event";

/** What a line of the installation's log holds under the installation's own key. */
export type LogDetail = {
  actor: string | null;
  object: string | null;
  changes: Change[];
  particulars: Record<string, unknown>;
  outcome: EventOutcome;
  code: string | null;
  origin: Origin | null;
};

export const logPlace = (id: string) => ({ table: "installation_log", column: "detail", row: id });
