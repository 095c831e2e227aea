import { expect, test } from "vitest";

import { classes, enter } from "./shedding";

test("a class lets in so many, lets a few wait, and turns the rest away; others have places of their own", async () => {
  const { atOnce, waiting } = classes.read;
  const inside = await Promise.all(Array.from({ length: atOnce }, () => enter("read")));
  const queued = Array.from({ length: waiting }, () => enter("read"));
  expect(await enter("read")).toBeNull();
  expect(await enter("sign-in")).toBeTypeOf("function");
  expect(await enter("write")).toBeTypeOf("function");

  const [first] = inside;
  first!();
  first!(); // leaving twice gives back one place
  const next = await queued[0]!;
  expect(next).toBeTypeOf("function");
  const newcomer = enter("read"); // one place to wait is free again, and none to be served
  expect(await Promise.race([newcomer, Promise.resolve("waits")])).toBe("waits");
  expect(await Promise.race([queued[1], Promise.resolve("waits")])).toBe("waits");
  for (const leave of inside.slice(1)) leave!();
  for (const turn of queued) (await turn)!();
  (await newcomer)!();
  expect(await enter("read")).toBeTypeOf("function");
});
