import { dateFormat, relativeTimeFormat } from "@/lib/intl";

/** How the reader wants times told. */
export type Reader = {
  /** BCP 47 tag */
  locale: string;
  /** IANA time zone */
  zone: string;
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Near times in words ("3 hours ago", "in 2 hours"), others as a date in the reader's zone. */
export function inWords(at: Date, reader: Reader, now: Date) {
  const away = at.getTime() - now.getTime();
  const near = Math.abs(away);
  const words = relativeTimeFormat(reader.locale, { numeric: "auto" });
  if (near < minute) return words.format(0, "second");
  if (near < hour) return words.format(Math.trunc(away / minute), "minute");
  if (near < day) return words.format(Math.trunc(away / hour), "hour");
  return onDay(at, reader, now);
}

/** The date, with the year when it is not the reader's current one. */
export function onDay(at: Date, { locale, zone }: Reader, now: Date) {
  const year = dateFormat("en", { year: "numeric", timeZone: zone });
  return dateFormat(locale, {
    day: "numeric",
    month: "short",
    year: year.format(at) === year.format(now) ? undefined : "numeric",
    timeZone: zone,
  }).format(at);
}

/** The weekday and date, for headings. */
export function dayHeading(at: Date, { locale, zone }: Reader) {
  return dateFormat(locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: zone,
  }).format(at);
}

/** Hours and minutes in the reader's zone. */
export function clock(at: Date, { locale, zone }: Reader) {
  return dateFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(at);
}

/** Hours, minutes and seconds in the reader's zone. */
export function toTheSecond(at: Date, { locale, zone }: Reader) {
  return dateFormat(locale, { timeStyle: "medium", timeZone: zone }).format(at);
}

/** Date and time in the reader's zone. */
export function inFull(at: Date, { locale, zone }: Reader) {
  return dateFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: zone,
  }).format(at);
}

/** The exact instant, the same for everyone. */
export function inUtc(at: Date) {
  return at
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
}

/** Whether a time has come. */
export const hasCome = (at: string) => Date.parse(at) <= Date.now();
