import type { Tone } from "@/components/ui/badge";
import type { CallResult } from "@/lib/traffic/result";
import type { CallView, Overview } from "@/lib/traffic/traffic";

/** The words and looks of API calls, said the same on every screen. */
export const resultWords = {
  ok: "Answered",
  refused: "Refused",
  limited: "Rate-limited",
  failed: "Failed",
} satisfies Record<CallResult, string>;

export const resultTones = {
  ok: "good",
  refused: "warn",
  limited: "calm",
  failed: "danger",
} satisfies Record<CallResult, Tone>;

export const resultMeanings = {
  ok: "Did what was asked.",
  refused: "Something about the call was not right, or not allowed. Whoever calls can change that.",
  limited: "Came too fast and was asked to wait.",
  failed: "Something went wrong on our side.",
} satisfies Record<CallResult, string>;

export const sourceWords = {
  api: "A program or a person, over the API",
  panel: "Our own pages",
} satisfies Record<CallView["source"], string>;

export const periodWords = {
  hour: "Last hour",
  day: "Last day",
  week: "Last week",
  month: "Last 30 days",
} satisfies Record<Overview["period"], string>;

/** Who called, in a few words. A name that is gone was permanently deleted with its bearer. */
export function callerOf({ actor, key }: Pick<CallView, "actor" | "key">) {
  if (key) return key.name ?? "A key that is gone";
  if (actor.id) return actor.name ?? "Someone permanently deleted";
  return "Nobody known";
}

/** A share as people read it: "3.1 %", and never zero for what is more than nothing. */
export function share(part: number, whole: number) {
  if (whole === 0 || part === 0) return "0 %";
  const percent = (part / whole) * 100;
  if (percent < 0.1) return "under 0.1 %";
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

/** Bytes as people read them. */
export function size(bytes: number) {
  const units = ["bytes", "kB", "MB", "GB"];
  let rest = bytes;
  let unit = 0;
  for (; rest >= 1_000 && unit < units.length - 1; unit++) rest /= 1_000;
  return `${unit === 0 ? rest : rest < 10 ? rest.toFixed(1) : Math.round(rest)} ${units[unit]}`;
}

/** The calls of a period as an address, narrowed further. */
export function callsAt(filter: Record<string, string>) {
  return `/developers/requests?${new URLSearchParams(filter)}`;
}
