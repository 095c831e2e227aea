import { dateFormat, inDigits } from "@/lib/intl";

/** "once", "14 times". */
export const times = (count: number): string => (count === 1 ? "once" : `${inDigits(count)} times`);

export const plural = (count: number, one: string, many: string): string =>
  count === 1 ? `one ${one}` : `${inDigits(count)} ${many}`;

/** A day as sentences tell it, the same for every reader. */
export const dayInWords = (at: Date): string =>
  dateFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
