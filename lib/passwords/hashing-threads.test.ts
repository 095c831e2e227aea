import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { describe, expect, test } from "vitest";

import { hashingThreads } from "./hashing-threads";

describe("hashing threads", () => {
  test("hash and compare, and work on after something they could not do", async () => {
    const threads = hashingThreads();
    const hash = await threads.hash("a kite", 4);
    expect(hash).toMatch(/^\$2b\$04\$/);
    await expect(threads.hash(undefined as unknown as string, 4)).rejects.toThrow(/required/);
    expect(await threads.compare("a kite", hash)).toBe(true);
    expect(await threads.compare("a boat", hash)).toBe(false);
  });

  test.runIf(process.platform === "linux")(
    "step back behind everything else in the process",
    async () => {
      const before = getPriority();
      await hashingThreads().hash("a kite", 4);
      expect(getPriority()).toBe(before);
      const priorities = readdirSync("/proc/self/task").map((thread) =>
        Number(afterName(thread)[16]),
      );
      expect(priorities).toContain(10);
    },
  );
});

/** The fields of a thread's line in /proc that follow its name. */
function afterName(thread: string) {
  return readFileSync(`/proc/self/task/${thread}/stat`, "utf8").split(") ").at(-1)!.split(" ");
}
