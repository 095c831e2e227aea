"use client";

import { SelectField, TextField } from "@/components/ui/field";
import { timeZones } from "@/lib/shapes/time-zone";
import type { UserView } from "@/lib/users/user";
import { displayNames } from "@/lib/intl";

type Profile = Pick<UserView, "name" | "title" | "locale" | "timeZone">;

/** What stands in the form, as people know it. */
export const profileLabels = {
  name: "Name",
  title: "Title",
  locale: "Language",
  timeZone: "Time zone",
};

/** The languages whose dates and numbers people ask for most; what someone already has is always kept. */
const locales = [
  "en-GB",
  "en-US",
  "de-DE",
  "de-AT",
  "de-CH",
  "fr-FR",
  "fr-CH",
  "it-IT",
  "es-ES",
  "es-MX",
  "pt-PT",
  "pt-BR",
  "nl-NL",
  "da-DK",
  "sv-SE",
  "nb-NO",
  "fi-FI",
  "pl-PL",
  "cs-CZ",
  "hu-HU",
  "ro-RO",
  "el-GR",
  "tr-TR",
  "uk-UA",
  "ru-RU",
  "he-IL",
  "ar",
  "fa-IR",
  "hi-IN",
  "th-TH",
  "vi-VN",
  "id-ID",
  "ja-JP",
  "ko-KR",
  "zh-CN",
  "zh-TW",
];

/** What people are called and how they are told times; the same fields for oneself and for others. */
export function ProfileFields({ of, errors }: { of: Profile; errors: Record<string, string> }) {
  return (
    <>
      <TextField label="Name" name="name" defaultValue={of.name} error={errors.name} required />
      <TextField
        label="Title"
        name="title"
        defaultValue={of.title ?? ""}
        optional
        error={errors.title}
      />
      <SelectField
        label="Language"
        name="locale"
        defaultValue={of.locale ?? ""}
        error={errors.locale}
        help="How dates and numbers are written."
      >
        <option value="">As usual (English, United Kingdom)</option>
        {withCurrent(locales, of.locale).map((locale) => (
          <option key={locale} value={locale} lang={locale}>
            {nameOf(locale)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Time zone"
        name="timeZone"
        defaultValue={of.timeZone ?? ""}
        error={errors.timeZone}
        help="The zone in which times are told."
      >
        <option value="">As the device says</option>
        {withCurrent(timeZones(), of.timeZone).map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll("_", " ")}
          </option>
        ))}
      </SelectField>
    </>
  );
}

const withCurrent = (all: string[], current: string | null) =>
  current && !all.includes(current) ? [current, ...all] : all;

/** A language in its own words, so that its speakers find it. */
function nameOf(locale: string) {
  const name = displayNames(locale, { type: "language" }).of(locale) ?? locale;
  return name.replace(/^./u, (first) => first.toLocaleUpperCase(locale));
}
