import { z } from "zod";

import { dateFormat } from "@/lib/intl";

/** Names that ICU keeps for the sake of old data, and today's names of the same zones (IANA). */
const renamed: Record<string, string> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/** The spelling of a zone that everybody keeps; null for what is none, and for a mere distance from UTC. */
export function zoneNamed(zone: string): string | null {
  if (/^[+-]/.test(zone)) return null;
  try {
    const known = dateFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
    return renamed[known] ?? known;
  } catch {
    return null;
  }
}

/** Every zone one can live in, by today's names, and UTC. */
export const timeZones = (): string[] =>
  [
    ...new Set(["UTC", ...Intl.supportedValuesOf("timeZone").map((zone) => renamed[zone] ?? zone)]),
  ].toSorted();

/** A time zone by any of its names, kept under the one everybody uses today. */
export const TimeZone = z.string().transform((zone, context) => {
  const known = zoneNamed(zone.trim());
  if (known === null) context.addIssue("Choose a time zone from the list.");
  return known ?? z.NEVER;
});
