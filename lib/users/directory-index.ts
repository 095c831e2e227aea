import { holds, searchable, type Wanted, wordsIn } from "@/lib/lists/search-words";
import { roles, type Role, type Sort, statuses, type Status } from "./user";
import { collator } from "@/lib/intl";

export type Entry = {
  id: string;
  /** when it changed, as the account counts its changes */
  seq: number;
  name: string;
  email: string;
  title: string | null;
  role: Role;
  status: Status;
  createdAt: number;
  lastSeenAt: number | null;
  pausedUntil: string | null;
};

/** An entry with the text that searches compare. */
type Indexed = Entry & { searched: string };

/** Fewer matches than this are sorted by themselves, when the whole account is not in order yet. */
const FEW = 100;

const inOrderOfText = collator("en", { numeric: true });

const byText = (key: "name" | "email") => (a: Entry, b: Entry) =>
  inOrderOfText.compare(a[key], b[key]);
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

/** Where a page ended: the id and the value that its last entry was sorted by, as they were then. */
export type Place = { id: string; value: string | number | null };

export type Page = {
  entries: readonly Readonly<Entry>[];
  total: number;
  inBin: number;
  /** where the next page starts; null at the end */
  next: Place | null;
};

export type Search = { q?: string; status?: Status; role?: Role; sort: Sort; descending: boolean };

/**
 * The people of one account, ready to be searched and sorted. Each order is made once, when first asked for, and
 * kept by moving single entries; a change of one user never sorts everybody again.
 */
export class Directory {
  private readonly entries = new Map<string, Indexed>();
  private readonly orders = new Map<Sort, Indexed[]>();
  /** how many there are of each status and role */
  private readonly counts = new Map<string, number>();

  get size(): number {
    return this.entries.size;
  }

  /**
   * Takes in what changed. Of two answers that overtook each other on their way, the newer stays.
   *
   * @param among how many change altogether, when they come in several parts
   */
  put(changed: Entry[], among = changed.length): void {
    if (among > 1_000 && among > this.entries.size / 20) this.orders.clear();
    for (const entry of changed) {
      const before = this.entries.get(entry.id);
      if (before && before.seq > entry.seq) continue;
      const indexed: Indexed = {
        ...entry,
        lastSeenAt: entry.lastSeenAt ?? before?.lastSeenAt ?? null,
        searched: searchable(entry.name, entry.email, entry.title),
      };
      if (before) this.unplace(before);
      this.entries.set(entry.id, indexed);
      this.place(indexed);
    }
  }

  /** The same people, searched and sorted by what somebody is shown of them. */
  shownAs(shown: (entry: Entry) => Pick<Entry, "name" | "email" | "title">): Directory {
    const directory = new Directory();
    directory.put(
      [...this.entries.values()].map((entry) => {
        const { name, email, title } = shown(entry);
        return { ...entry, name, email, title };
      }),
    );
    return directory;
  }

  saw(id: string, at: number): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    const order = this.orders.get("lastSeenAt");
    if (order) order.splice(position(order, entry, "lastSeenAt"), 1);
    entry.lastSeenAt = at;
    if (order) order.splice(position(order, entry, "lastSeenAt"), 0, entry);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const { id } of this.entries.values()) if (!ids.has(id)) this.drop(id);
  }

  drop(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.unplace(entry);
    this.entries.delete(id);
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }

  /**
   * A page of the entries that match, in order, behind a place where one is given. The bin is searched only when its status
   * is asked for; otherwise `inBin` says how many match there.
   */
  page(search: Search, limit: number, after: Place | null): Page {
    const wanted = wordsIn(search.q);
    const searching = wanted.length > 0;
    const order = searching ? this.found(search, wanted) : this.order(search.sort);
    const total = searching ? order.length : this.count(search);
    const inBin = searching && !search.status ? this.countInBin(search, wanted) : 0;

    const step = search.descending ? -1 : 1;
    let at = search.descending ? order.length - 1 : 0;
    if (after) {
      const last = { id: after.id, [search.sort]: after.value } as unknown as Indexed;
      at = position(order, last, search.sort);
      if (search.descending) at--;
      else if (order[at]?.id === after.id && !ordered(search.sort)(order[at]!, last)) at++;
    }
    const entries: Indexed[] = [];
    for (; at >= 0 && at < order.length && entries.length <= limit; at += step) {
      if (searching || admits(search, order[at]!)) entries.push(order[at]!);
    }
    const shown = entries.slice(0, limit);
    const end = entries.length > limit ? shown.at(-1)! : null;
    return { entries: shown, total, inBin, next: end && { id: end.id, value: end[search.sort] } };
  }

  /** Those whose name, address or title holds every word, in order. */
  private found(search: Search, wanted: Wanted): Indexed[] {
    const among = this.orders.get(search.sort) ?? [...this.entries.values()];
    const named = this.entries.get(search.q!.trim());
    const matching = (entry: Indexed) =>
      (holds(entry.searched, wanted) || entry === named) && admits(search, entry);
    const found = among.filter(matching);
    if (this.orders.has(search.sort)) return found;
    if (found.length < FEW) return found.sort(ordered(search.sort));
    return this.order(search.sort).filter(matching);
  }

  private countInBin(search: Search, wanted: Wanted): number {
    const bin = { ...search, status: "deleted" as const };
    if (this.count(bin) === 0) return 0;
    let found = 0;
    for (const entry of this.entries.values())
      if (admits(bin, entry) && holds(entry.searched, wanted)) found += 1;
    return found;
  }

  private count(search: Search): number {
    let total = 0;
    for (const status of statuses) {
      for (const role of roles) {
        if (admits(search, { status, role })) total += this.counts.get(`${status} ${role}`) ?? 0;
      }
    }
    return total;
  }

  private counted({ status, role }: Entry, by: 1 | -1): void {
    const kind = `${status} ${role}`;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + by);
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
    this.counted(entry, 1);
    for (const [sort, order] of this.orders) order.splice(position(order, entry, sort), 0, entry);
  }

  private unplace(entry: Indexed): void {
    this.counted(entry, -1);
    for (const [sort, order] of this.orders) {
      const at = position(order, entry, sort);
      if (order[at] === entry) order.splice(at, 1);
      else this.orders.delete(sort);
    }
  }
}

function admits({ status, role }: Search, entry: Pick<Entry, "status" | "role">): boolean {
  if (status ? entry.status !== status : entry.status === "deleted") return false;
  return !role || entry.role === role;
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
