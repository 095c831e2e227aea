import { cpuOf } from "./process-table";
import type { Loader } from "./loader";
import type { Sizes } from "./sizes";

/** Something that answers: where it listens, which process it is, and the process of the database behind it. */
export type Subject = { port: number; pid: number; database: number | null; requests: string[] };

export type Measured = {
  perSecond: number;
  p50: number;
  p99: number;
  /** microseconds of processor time per request */
  server: number;
  database: number;
};

const CONCURRENCY = 16;

/**
 * Measures several subjects in turns, so that what the machine does meanwhile falls on all of them, and returns the
 * median of each figure.
 */
export async function measure<Name extends string>(
  loader: Loader,
  { warm, measured, rounds }: Sizes,
  subjects: Record<Name, Subject>,
): Promise<Record<Name, Measured>> {
  const names = Object.keys(subjects) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Measured[]
  >;
  for (const name of names) {
    const { port, requests } = subjects[name];
    await loader.load({ port, requests, concurrency: CONCURRENCY, seconds: warm });
  }
  for (let round = 0; round < rounds; round++) {
    for (const name of names) found[name].push(await once(loader, subjects[name], measured));
  }
  return Object.fromEntries(names.map((name) => [name, median(found[name])])) as Record<
    Name,
    Measured
  >;
}

async function once(
  loader: Loader,
  { port, pid, database, requests }: Subject,
  seconds: number,
): Promise<Measured> {
  const cpu = () => ({ server: cpuOf(pid), database: database ? cpuOf(database) : 0 });
  const before = cpu();
  const loaded = await loader.load({ port, requests, concurrency: CONCURRENCY, seconds });
  const after = cpu();
  const each = (name: "server" | "database") =>
    ((after[name] - before[name]) * 1_000) / loaded.answered;
  return {
    perSecond: loaded.answered / loaded.seconds,
    p50: loaded.p50,
    p99: loaded.p99,
    server: each("server"),
    database: each("database"),
  };
}

function median(all: Measured[]): Measured {
  const of = (name: keyof Measured) =>
    all.map((one) => one[name]).toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!;
  return {
    perSecond: of("perSecond"),
    p50: of("p50"),
    p99: of("p99"),
    server: of("server"),
    database: of("database"),
  };
}
