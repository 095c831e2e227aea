import "server-only";

import { cookies } from "next/headers";

import type { Me } from "@/lib/sessions/session";

import type { Reader } from "./moment";
import { dateFormat } from "@/lib/intl";

/** The reader's own choice, else what the browser told us, else UTC. */
export async function readerOf(me: Pick<Me, "locale" | "timeZone"> | null): Promise<Reader> {
  const told = (await cookies()).get("castellan-zone")?.value;
  return {
    locale: me?.locale ?? "en-GB",
    zone: me?.timeZone ?? (told && known(told) ? told : "UTC"),
  };
}

function known(zone: string) {
  try {
    return Boolean(dateFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
