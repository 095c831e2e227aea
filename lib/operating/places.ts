import { second } from "@/lib/clock";

/** How many work at once, and how many more may wait for them. */
export type Limits = { atOnce: number; waiting: number };

/** How one kind of work is doing at this moment. Ages are in seconds, zero where there is nobody. */
export type Load = { inside: number; waiting: number; oldestInside: number; oldestWaiting: number };

/** What became of work: done, refused because too many wait, or dropped because its client hung up while waiting. */
export type Placed<T> = { value: T } | { refused: "full" | "gone" };

/** Nobody waits longer than this: they are refused and can try again. */
export const LONGEST_WAIT = 15 * second;

/** A place held longer than this is taken back, so that work that never ends cannot close the door for good. */
export const LONGEST_STAY = 120 * second;

type Place = { since: number };
type Waiter = Place & { admit: () => void };

/**
 * Places for one kind of work. A place belongs to the call that runs the work and comes back when that work settles, on
 * every path: no event has to happen for it. Clients that hang up while they wait are forgotten at once.
 */
export class Places {
  readonly #inside = new Set<Place>();
  readonly #waiting = new Set<Waiter>();

  /** @param overstayed is called when a place had to be taken back from work that did not end */
  constructor(
    readonly limits: Limits,
    readonly overstayed: () => void = () => {},
  ) {}

  /**
   * Runs the work when there is a place.
   *
   * @param gone aborts when nobody wants the result any more
   * @param work gets a function that gives the place back early, for when it only waits for its client
   */
  async run<T>(gone: AbortSignal, work: (leave: () => void) => Promise<T> | T): Promise<Placed<T>> {
    const place = await this.#enter(gone);
    if (!place) return { refused: gone.aborted ? "gone" : "full" };
    const leave = () => this.#leave(place);
    const tooLong = setTimeout(() => {
      if (this.#leave(place)) this.overstayed();
    }, LONGEST_STAY);
    tooLong.unref();
    try {
      if (gone.aborted) return { refused: "gone" };
      return { value: await work(leave) };
    } finally {
      clearTimeout(tooLong);
      leave();
    }
  }

  load(): Load {
    const now = performance.now();
    const oldest = ([first]: Iterable<Place>) => (first ? (now - first.since) / second : 0);
    return {
      inside: this.#inside.size,
      waiting: this.#waiting.size,
      oldestInside: oldest(this.#inside),
      oldestWaiting: oldest(this.#waiting),
    };
  }

  async #enter(gone: AbortSignal): Promise<Place | null> {
    const { atOnce, waiting } = this.limits;
    if (gone.aborted) return null;
    if (this.#inside.size < atOnce) return this.#admit();
    if (this.#waiting.size >= waiting) return null;
    return new Promise((turn) => {
      const settle = (place: Place | null) => {
        this.#waiting.delete(waiter);
        gone.removeEventListener("abort", forget);
        clearTimeout(patience);
        turn(place);
      };
      const forget = () => settle(null);
      const waiter = { since: performance.now(), admit: () => settle(this.#admit()) };
      const patience = setTimeout(forget, LONGEST_WAIT);
      gone.addEventListener("abort", forget);
      this.#waiting.add(waiter);
    });
  }

  #admit(): Place {
    const place = { since: performance.now() };
    this.#inside.add(place);
    return place;
  }

  /** Hands the place to the one who waited longest, so that a newcomer cannot slip in between. */
  #leave(place: Place): boolean {
    if (!this.#inside.delete(place)) return false;
    const [next] = this.#waiting;
    next?.admit();
    return true;
  }
}
