import "server-only";

import { cookies } from "next/headers";

import type { Me } from "@/lib/sessions/session";

import type { Reader } from "./moment";
import { localeNamed } from "@/lib/shapes/locale";
import { zoneNamed } from "@/lib/shapes/time-zone";

/** The reader's own choice, else what the browser told us, else UTC. */
export async function readerOf(me: Pick<Me, "locale" | "timeZone"> | null): Promise<Reader> {
  const told = (await cookies()).get("castellan-zone")?.value;
  return {
    locale: localeNamed(me?.locale ?? "") ?? "en-GB",
    zone: zoneNamed(me?.timeZone ?? told ?? "") ?? "UTC",
  };
}
