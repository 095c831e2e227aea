/** How much is measured. `--quick` proves that the bench works; its figures mean little. */
export type Sizes = {
  name: "full" | "quick";
  small: { users: number; events: number };
  large: { users: number; events: number };
  /** seconds of load before a measurement, and of one round of it */
  warm: number;
  measured: number;
  rounds: number;
  signIns: number;
  /** whether `npm start` is measured in a fresh copy, which builds for a minute */
  starts: boolean;
  /** calls of the API in the large account */
  calls: number;
  /** the one section to measure; all of them when null */
  only: string | null;
};

const full: Sizes = {
  name: "full",
  small: { users: 1_000, events: 10_000 },
  large: { users: 100_000, events: 2_000_000 },
  warm: 2,
  measured: 2,
  rounds: 3,
  signIns: 60,
  starts: true,
  calls: 10_000_000,
  only: null,
};

const quick: Sizes = {
  name: "quick",
  small: { users: 200, events: 1_000 },
  large: { users: 5_000, events: 50_000 },
  warm: 0.5,
  measured: 0.7,
  rounds: 1,
  signIns: 8,
  starts: false,
  calls: 60_000,
  only: null,
};

/** `--only Calls` measures one section, without a fresh copy; it writes nothing. */
export function sizesFor(argv: string[]): Sizes {
  const sizes = argv.includes("--quick") ? quick : full;
  const at = argv.indexOf("--only");
  return at < 0 ? sizes : { ...sizes, starts: false, only: argv[at + 1] ?? "" };
}
