import { day } from "@/lib/clock";

/** How long what belongs to a login stays after it has served its time. The database's `tidy` counts the same days; a test insists. */
export const SESSIONS_KEPT = 90 * day;
export const LETTERS_KEPT = 400 * day;
/** Sums of traffic by the day; those by the hour and the minute go earlier. */
export const SUMS_KEPT = 400 * day;
export const ANSWERS_KEPT = day;
export const TRIES_KEPT = 2 * day;
