import { createRequire } from "node:module";

import bowser from "bowser";
import maxmind, { type CountryResponse, type Reader } from "maxmind";

import type { RequestInfo } from "@/lib/gate/claim";
import { log } from "@/lib/log";
import { shared } from "@/lib/runtime";
import { displayNames } from "@/lib/intl";

/** Where a request came from in words: address, country, browser and system. */
export type Origin = { ip: string | null; place: string | null; browser: string | null };

const PLACES = "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb";

export function originOf(request: RequestInfo): Origin | null {
  if (!request.ip && !request.userAgent) return null;
  return {
    ip: request.ip,
    place: request.ip ? placeOf(request.ip) : null,
    browser: browserOf(request.userAgent),
  };
}

const MOST_BROWSERS = 500;

/** What a program calls itself, in words; the same few come again and again, and reading them takes its time. */
function browserOf(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const known = shared("browsers", () => new Map<string, string | null>());
  let browser = known.get(userAgent);
  if (browser === undefined) {
    browser = readBrowser(userAgent);
    if (known.size >= MOST_BROWSERS) known.delete(known.keys().next().value!);
    known.set(userAgent, browser);
  }
  return browser;
}

/** "Firefox 140 on macOS"; the program's own name for everything that is no browser. */
function readBrowser(userAgent: string): string | null {
  const clean = userAgent
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, "")
    .slice(0, 300);
  const { browser, os } = bowser.parse(clean);
  if (!browser.name) return clean.split(" ")[0]!.slice(0, 60) || null;
  const version = browser.version?.split(".")[0];
  return `${browser.name}${version ? ` ${version}` : ""}${os.name ? ` on ${os.name}` : ""}`;
}

const countries = displayNames("en", { type: "region" });

/** The country of an address, from a database on this machine; null while it loads and for private networks. */
function placeOf(ip: string): string | null {
  const held = shared<{ reader: Reader<CountryResponse> | null }>("places", () => {
    const opening: { reader: Reader<CountryResponse> | null } = { reader: null };
    maxmind
      .open<CountryResponse>(createRequire(`${process.cwd()}/package.json`).resolve(PLACES))
      .then((reader) => (opening.reader = reader))
      .catch((error: unknown) => log.warn({ err: error }, "places of addresses cannot be told"));
    return opening;
  });
  try {
    const code = (held.reader?.get(ip) as { country_code?: string } | null)?.country_code;
    return code ? (countries.of(code) ?? code) : null;
  } catch {
    return null;
  }
}
