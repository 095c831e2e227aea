import { expect, test } from "vitest";

import { classes, doorLoads, inPlace } from "./shedding";

const nobody = new AbortController().signal;

test("a class lets in so many, lets a few wait, and refuses the rest; others have places of their own", async () => {
  const { atOnce, waiting } = classes.read;
  const ends: (() => void)[] = [];
  const reads = Array.from({ length: atOnce + waiting }, () =>
    inPlace("read", nobody, () => new Promise<void>((end) => ends.push(end))),
  );
  expect(await inPlace("read", nobody, () => "in")).toEqual({ refused: "full" });
  for (const kind of ["sign-in", "write", "page", "anonymous page"] as const)
    expect(await inPlace(kind, nobody, () => "in")).toEqual({ value: "in" });

  ends[0]!();
  await reads[0];
  await Promise.resolve();
  expect(doorLoads().read).toMatchObject({ inside: atOnce, waiting: waiting - 1 });
  const newcomer = inPlace("read", nobody, () => "in"); // takes the place to wait that is free again
  expect(doorLoads().read).toMatchObject({ inside: atOnce, waiting });
  while (doorLoads().read.inside > 0) {
    for (const end of ends.splice(0)) end();
    await new Promise((turn) => setImmediate(turn));
  }
  await Promise.all(reads);
  expect(await newcomer).toEqual({ value: "in" });
});
