import { roles, type Role, type Sort, statuses, type Status } from "./user";

export type Entry = {
  id: string;
  /** when it changed, as the account counts its changes */
  seq: number;
  name: string;
  email: string;
  role: Role;
  status: Status;
  createdAt: number;
  lastSeenAt: number | null;
  pausedUntil: string | null;
};

/** Folded: what a search compares. The title is told when it was first shown; undefined until then. */
type Indexed = Entry & { folded: string; title: string | null | undefined };

/** Fewer matches than this are sorted by themselves, when the whole account is not in order yet. */
const FEW = 100;

const collator = new Intl.Collator("en", { numeric: true });

/** Lower case, without accents and other marks: what a search compares, in any script. */
export const fold = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? text.toLowerCase()
    : text
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

/** An entry as a page holds it. Its title may be told, and is forgotten with the entry when the user changes. */
export type Listed = Readonly<Entry> & { title: string | null | undefined };

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
        folded: `${fold(entry.name)}\n${fold(entry.email)}`,
        title: undefined,
      };
      if (before) this.unplace(before);
      this.entries.set(entry.id, indexed);
      this.place(indexed);
    }
  }

  /** The same people, searched and sorted by what somebody is shown of them. */
  shownAs(shown: (entry: Entry) => Pick<Entry, "name" | "email">): Directory {
    const directory = new Directory();
    directory.put(
      [...this.entries.values()].map((entry) => {
        const { name, email } = shown(entry);
        return { ...entry, name, email };
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
   * A page of those who match, in order, behind the entry `after` where one is named. Users in the bin are found
   * only when their status is asked for.
   */
  page(
    search: Search,
    limit: number,
    after: string | null,
  ): { entries: Listed[]; total: number; more: boolean } {
    const needle = search.q ? fold(search.q.trim()) : "";
    const order = needle === "" ? this.order(search.sort) : this.found(search, needle);
    const total = needle === "" ? this.count(search) : order.length;
    const behind = after === null ? null : this.entries.get(after);
    if (behind === undefined) return { entries: [], total, more: false };

    const step = search.descending ? -1 : 1;
    let at = search.descending ? order.length - 1 : 0;
    if (behind) {
      at = position(order, behind, search.sort);
      if (search.descending) at--;
      else if (order[at] === behind) at++;
    }
    const entries: Listed[] = [];
    for (; at >= 0 && at < order.length && entries.length <= limit; at += step) {
      if (needle !== "" || admits(search, order[at]!)) entries.push(order[at]!);
    }
    return { entries: entries.slice(0, limit), total, more: entries.length > limit };
  }

  /** Those whose name or address holds the words, in order. */
  private found(search: Search, needle: string): Indexed[] {
    const among = this.orders.get(search.sort) ?? [...this.entries.values()];
    const named = this.entries.get(needle);
    const matching = (entry: Indexed) =>
      (entry.folded.includes(needle) || entry === named) && admits(search, entry);
    const found = among.filter(matching);
    if (this.orders.has(search.sort)) return found;
    if (found.length < FEW) return found.sort(ordered(search.sort));
    return this.order(search.sort).filter(matching);
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
