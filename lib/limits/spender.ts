import { spend, type ApiLimit } from "./api-limits";

/** So many calls at once that count against one limit. */
export type Spree = { limit: ApiLimit; what: string; calls: number };

// A process of its own that spends what it is told to, all at once, and tells how much it got.
process.on("message", ({ limit, what, calls }: Spree) => {
  void Promise.all(Array.from({ length: calls }, () => spend(limit, what))).then((standings) =>
    process.send!(standings.filter(({ ok }) => ok).length),
  );
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");
