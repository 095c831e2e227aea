import { roles, type Role, type Sort, statuses, type Status } from "./user";

export type Entry = {
  id: string;
  name: string;
  email: string;
  role: Role;
  status: Status;
  createdAt: number;
  lastSeenAt: number | null;
  pausedUntil: string | null;
};

type Indexed = Entry & { folded: string };

const collator = new Intl.Collator("en", { numeric: true });

/** Lower case, without accents and other marks: what a search compares, in any script. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase();

const byText = (key: "name" | "email") => (a: Entry, b: Entry) => collator.compare(a[key], b[key]);
const byRank = (key: "role" | "status", ranks: readonly string[]) => (a: Entry, b: Entry) =>
  ranks.indexOf(a[key]) - ranks.indexOf(b[key]);

const comparisons: Record<Sort, (a: Entry, b: Entry) => number> = {
  name: byText("name"),
  email: byText("email"),
  role: byRank("role", roles),
  status: byRank("status", statuses),
  createdAt: (a, b) => a.createdAt - b.createdAt,
  lastSeenAt: (a, b) => (a.lastSeenAt ?? 0) - (b.lastSeenAt ?? 0),
};

const ordered = (sort: Sort) => (a: Entry, b: Entry) =>
  comparisons[sort](a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export type Search = { q?: string; status?: Status; role?: Role; sort: Sort; descending: boolean };

/**
 * The people of one account, ready to be searched and sorted. Each order is made once, when first asked for, and
 * kept by moving single entries; a change of one user never sorts everybody again.
 */
export class Directory {
  private readonly entries = new Map<string, Indexed>();
  private readonly orders = new Map<Sort, Indexed[]>();

  get size(): number {
    return this.entries.size;
  }

  put(changed: Entry[]): void {
    const many = changed.length > 1_000 && changed.length > this.entries.size / 20;
    if (many) this.orders.clear();
    for (const entry of changed) {
      const before = this.entries.get(entry.id);
      const indexed: Indexed = {
        ...entry,
        lastSeenAt: entry.lastSeenAt ?? before?.lastSeenAt ?? null,
        folded: `${fold(entry.name)}\n${fold(entry.email)}`,
      };
      if (before) this.unplace(before);
      this.entries.set(entry.id, indexed);
      this.place(indexed);
    }
  }

  saw(id: string, at: number): void {
    const entry = this.entries.get(id);
    if (entry) this.put([{ ...entry, lastSeenAt: at }]);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const entry of this.entries.values()) {
      if (ids.has(entry.id)) continue;
      this.unplace(entry);
      this.entries.delete(entry.id);
    }
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /**
   * A page of those who match, in order, behind the entry `after` where one is named. Users in the bin are found
   * only when their status is asked for.
   */
  page(
    search: Search,
    limit: number,
    after: string | null,
  ): { entries: Entry[]; total: number; more: boolean } {
    const needle = search.q ? fold(search.q.trim()) : "";
    const order = this.order(search.sort);
    const entries: Entry[] = [];
    let total = 0;
    let reached = after === null;
    let more = false;
    for (let step = 0; step < order.length; step++) {
      const entry = order[search.descending ? order.length - 1 - step : step]!;
      if (!matches(entry, search, needle)) {
        if (entry.id === after) reached = true;
        continue;
      }
      total++;
      if (!reached) {
        reached = entry.id === after;
      } else if (entries.length < limit) {
        entries.push(entry);
      } else {
        more = true;
      }
    }
    return { entries, total, more };
  }

  private order(sort: Sort): Indexed[] {
    let order = this.orders.get(sort);
    if (!order) {
      order = [...this.entries.values()].sort(ordered(sort));
      this.orders.set(sort, order);
    }
    return order;
  }

  private place(entry: Indexed): void {
    for (const [sort, order] of this.orders) order.splice(position(order, entry, sort), 0, entry);
  }

  private unplace(entry: Indexed): void {
    for (const [sort, order] of this.orders) {
      const at = position(order, entry, sort);
      if (order[at] === entry) order.splice(at, 1);
      else this.orders.delete(sort);
    }
  }
}

function matches(entry: Indexed, { status, role }: Search, needle: string): boolean {
  if (status ? entry.status !== status : entry.status === "deleted") return false;
  if (role && entry.role !== role) return false;
  return needle === "" || entry.folded.includes(needle) || entry.id === needle;
}

/** Where an entry stands in an order, or would stand: the first place not before it. */
function position(order: Indexed[], entry: Indexed, sort: Sort): number {
  const compare = ordered(sort);
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(order[middle]!, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
