import { Temporal } from "temporal-polyfill";

/** The instant at which a day ("2026-11-21") starts in a time zone, also where its first hour is skipped or comes twice. */
export const startOfDay = (day: string, zone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);

/** The day it is in a time zone at an instant. */
export const dayOf = (instant: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();

/** The day after, as a day. */
export const dayAfter = (day: string): string =>
  Temporal.PlainDate.from(day).add({ days: 1 }).toString();

/** Whether a text is a day there is: 30 February is none. */
export function isDay(text: string | null): text is string {
  if (text === null || !/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}
