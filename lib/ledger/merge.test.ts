import { describe, expect, test } from "vitest";

import { chance } from "@/lib/cast/chance";
import { type Mark, merge, type Stream } from "./merge";
import type { Line } from "./source";

const luck = chance(7);
const between = (least: number, most: number) => Math.floor(luck.between(least, most));
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const at = (second: number) => `2026-03-01T00:00:${String(second).padStart(2, "0")}.000000Z`;

const lineAt = (second: number, id: number) => ({ exact: at(second), id: idOf(id) }) as Line;

/** A source that looks at no more than so many rows at once, and leaves out those that are no lines. */
function streamOf(name: string, rows: { line: Line; wanted: boolean }[], window: number): Stream {
  const sorted = rows.toSorted(({ line: a }, { line: b }) =>
    a.exact < b.exact || (a.exact === b.exact && a.id < b.id) ? 1 : -1,
  );
  return {
    name,
    async read(before, limit) {
      const rest = sorted.filter(
        ({ line }) =>
          !before || line.exact < before.at || (line.exact === before.at && line.id < before.id),
      );
      const lines: Line[] = [];
      let last: Line | undefined;
      for (const { line, wanted } of rest.slice(0, window)) {
        last = line;
        if (wanted) lines.push(line);
        if (lines.length === limit) break;
      }
      const whole = !last || last === rest.at(-1)?.line;
      return { lines, reached: whole ? null : { at: last!.exact, id: last!.id } };
    },
  };
}

async function all(streams: Stream[], limit: number) {
  const seen: string[] = [];
  let mark: Mark | null = null;
  for (let page = 0; page < 10_000; page++) {
    const { lines, next } = await merge(streams, mark, limit);
    seen.push(...lines.map(({ line, stream }) => `${line.exact} ${stream} ${line.id}`));
    if (!next) return seen;
    mark = next;
  }
  throw new Error("the list has no end");
}

describe("[P78] many sources read as one list", () => {
  test.each([1, 2, 3, 7, 50])(
    "with many equal times, every line comes once and in order, %i to a page",
    async (limit) => {
      for (let round = 0; round < 20; round++) {
        const made = ["b", "d", "a", "c"].map((name) => {
          const rows = Array.from({ length: between(0, 40) }, (_, id) => ({
            line: lineAt(between(0, 5), id),
            wanted: luck.happens(0.6),
          }));
          return { name, rows, stream: streamOf(name, rows, between(1, 9)) };
        });
        const expected = made
          .flatMap(({ name, rows }) =>
            rows
              .filter(({ wanted }) => wanted)
              .map(({ line }) => `${line.exact} ${name} ${line.id}`),
          )
          .toSorted()
          .toReversed();
        expect(
          await all(
            made.map(({ stream }) => stream),
            limit,
          ),
        ).toEqual(expected);
      }
    },
  );

  test("a source that looked through a part of its rows holds the page at that depth", async () => {
    const rare = streamOf(
      "rare",
      Array.from({ length: 9 }, (_, id) => ({ line: lineAt(50 - id, id), wanted: id === 8 })),
      3,
    );
    const common = streamOf(
      "common",
      [55, 49, 47, 41].map((second, id) => ({ line: lineAt(second, id), wanted: true })),
      100,
    );
    const { lines, next } = await merge([common, rare], null, 10);
    expect(lines.map(({ line }) => line.exact)).toEqual([at(55), at(49)]);
    expect(next).toMatchObject({ at: at(48), stream: "rare" });
  });

  test("a line that comes in newer than the page at hand moves nothing", async () => {
    const rows = [4, 3, 2, 1].map((second, id) => ({ line: lineAt(second, id), wanted: true }));
    const first = await merge([streamOf("a", rows, 100)], null, 2);
    const late = [...rows, { line: lineAt(9, 9), wanted: true }];
    const second = await merge([streamOf("a", late, 100)], first.next, 2);
    expect(second.lines.map(({ line }) => line.exact)).toEqual([at(2), at(1)]);
  });
});
