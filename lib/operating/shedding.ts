import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { shared } from "@/lib/runtime";
import { type Limits, type Load, type Placed, Places } from "./places";

/**
 * Kinds of requests by how much it hurts when they are not answered, the most important first. Each has places of its own, so a
 * flood of one never takes those of another. Requests of people and programs we have not recognised come last.
 */
export const classes = {
  "sign-in": { atOnce: 100, waiting: 200 },
  write: { atOnce: 8, waiting: 48 },
  read: { atOnce: 16, waiting: 48 },
  page: { atOnce: 16, waiting: 80 },
  "anonymous call": { atOnce: 8, waiting: 48 },
  "anonymous page": { atOnce: 8, waiting: 40 },
} as const satisfies Record<string, Limits>;

export type RequestClass = keyof typeof classes;

/** Seconds after which it makes sense to come again. */
export const COME_AGAIN = 2;

const doors = () =>
  shared("doors", () => {
    const door = (kind: RequestClass) =>
      new Places(classes[kind], () => log.error({ class: kind }, "a request did not end in time"));
    const kinds = Object.keys(classes) as RequestClass[];
    return Object.fromEntries(kinds.map((kind) => [kind, door(kind)])) as Record<
      RequestClass,
      Places
    >;
  });

/**
 * Does the work of a request when there is a place among those of its class. A few wait for a moment and more are refused at once, so
 * that a flood costs little and what is admitted is answered soon.
 */
export async function inPlace<T>(
  kind: RequestClass,
  gone: AbortSignal,
  work: (leave: () => void) => Promise<T> | T,
): Promise<Placed<T>> {
  const placed = await doors()[kind].run(gone, work);
  if ("refused" in placed && placed.refused === "full") metrics().shed.inc({ class: kind });
  return placed;
}

/** How full each class is, and whether it moves. */
export const doorLoads = (): Record<RequestClass, Load> => {
  const loads = Object.entries(doors()).map(([kind, places]) => [kind, places.load()]);
  return Object.fromEntries(loads) as Record<RequestClass, Load>;
};
