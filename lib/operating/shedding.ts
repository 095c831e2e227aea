import { metrics } from "@/lib/metrics";
import { shared } from "@/lib/runtime";

/**
 * Kinds of requests by how much it hurts when they are not answered, the most important first. Each has places of its own, so a
 * flood of one never takes those of another.
 */
export const classes = {
  "sign-in": { atOnce: 100, waiting: 200 },
  write: { atOnce: 8, waiting: 48 },
  read: { atOnce: 16, waiting: 48 },
  page: { atOnce: 16, waiting: 80 },
  "anonymous page": { atOnce: 8, waiting: 40 },
} as const satisfies Record<string, { atOnce: number; waiting: number }>;

export type RequestClass = keyof typeof classes;

/** Seconds after which it makes sense to come again. */
export const COME_AGAIN = 2;

type Door = { running: number; waiting: (() => void)[] };

const doors = () => shared("doors", () => new Map<RequestClass, Door>());

/**
 * Asks for a place among the requests of a class; few wait for a moment, more are turned away at once, so that a flood costs
 * little and what is let in is answered soon.
 *
 * @returns what gives the place back; null where there is too much to do
 */
export async function enter(kind: RequestClass): Promise<(() => void) | null> {
  const door = doorOf(kind);
  const { atOnce, waiting } = classes[kind];
  if (door.running < atOnce) door.running += 1;
  else if (door.waiting.length < waiting)
    await new Promise<void>((turn) => door.waiting.push(turn));
  else {
    metrics().shed.inc({ class: kind });
    return null;
  }
  let left = false;
  return () => {
    if (left) return;
    left = true;
    const next = door.waiting.shift();
    if (next) next();
    else door.running -= 1;
  };
}

function doorOf(kind: RequestClass): Door {
  const door = doors().get(kind) ?? { running: 0, waiting: [] };
  doors().set(kind, door);
  return door;
}
