import { expect, test } from "vitest";

import { day, hour } from "@/lib/clock";
import type { Figure } from "./figures";
import { history } from "./history";

test("whenever the demonstration is made, nobody acts before they came or while they are kept out", () => {
  const first = Date.UTC(2026, 0, 1);
  for (let made = 0; made < 100; made++) {
    const now = new Date(first + made * (3.7 * day + 5.3 * hour));
    const present = new Set<Figure>();
    for (const { at, action, by, whom, outcome = "ok" } of history(now).happenings) {
      const what = `${action} at ${at.toISOString()}, made at ${now.toISOString()}`;
      expect(at.getTime(), what).toBeLessThanOrEqual(now.getTime());
      if (typeof by === "object") {
        if (action === "account.set_up" || action === "password.set") present.add(by);
        expect(present.has(by), `${by.name}: ${what}`).toBe(true);
      }
      if (typeof whom !== "object" || outcome !== "ok") continue;
      if (["user.delete", "user.pause", "user.leave"].includes(action)) present.delete(whom);
      if (["user.restore", "user.resume"].includes(action)) present.add(whom);
    }
  }
});
