import { inFull, onDay, type Reader } from "@/components/time/moment";

const DAY = 86_400;

/** What a step is called: its day where it lasts one, else its day and time. Days are days in UTC. */
export const stepName = (at: string, span: number, reader: Reader) =>
  span < DAY ? inFull(new Date(at), reader) : `${dayInUtc(at, reader)} (UTC)`;

/** When a step ends, and the next one starts. */
export const stepEnd = (at: string, span: number) =>
  new Date(Date.parse(at) + span * 1_000).toISOString();

export const dayInUtc = (at: string, reader: Reader) =>
  onDay(new Date(at), { ...reader, zone: "UTC" }, new Date());
