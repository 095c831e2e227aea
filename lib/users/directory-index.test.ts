import fc from "fast-check";
import { expect, test } from "vitest";

import { Directory, type Entry } from "./directory-index";
import { sorts } from "./user";

const mia = (seq: number, name: string): Entry => ({
  id: "1",
  seq,
  name,
  email: "mia@example.test",
  title: null,
  role: "user",
  status: "active",
  createdAt: 0,
  lastSeenAt: null,
  pausedUntil: null,
});

test("an answer that was overtaken on its way does not bring back what it saw", () => {
  const directory = new Directory();
  directory.put([mia(1, "Mia")]);
  directory.put([mia(3, "Mia Married")]);
  directory.put([mia(2, "Mia Member")]);
  expect(directory.get("1")).toMatchObject({ name: "Mia Married" });
  const found = directory.page({ q: "member", sort: "name", descending: false }, 10, null);
  expect(found).toMatchObject({ total: 0 });
});

/** People with few different values, so that many tie. */
const person = (id: number, seq = 1): fc.Arbitrary<Entry> =>
  fc.record({
    id: fc.constant(String(id).padStart(3, "0")),
    seq: fc.constant(seq),
    name: fc.constantFrom("Anna", "anna", "Zoë", "Ørsted", "李", ""),
    email: fc.constantFrom("a@example.test", "b@example.test"),
    title: fc.constant(null),
    role: fc.constantFrom("owner", "administrator", "auditor", "user"),
    status: fc.constantFrom("active", "paused", "deleted"),
    createdAt: fc.nat(3),
    lastSeenAt: fc.option(fc.nat(3)),
    pausedUntil: fc.constant(null),
  });
const people = fc
  .integer({ min: 0, max: 30 })
  .chain((many) => fc.tuple(...Array.from({ length: many }, (_, id) => person(id))));

/** What happens to somebody between two pages: they change in any way, or they are removed. */
const happening = fc.record({ at: fc.nat(29), becomes: fc.option(person(0, 2)) });

test("a walk during any changes shows every unchanged row exactly once", () => {
  fc.assert(
    fc.property(
      people,
      fc.record({
        sort: fc.constantFrom(...sorts),
        descending: fc.boolean(),
        q: fc.option(fc.constantFrom("anna", "orsted", "test"), { nil: undefined }),
        status: fc.option(fc.constantFrom("active" as const, "deleted" as const), {
          nil: undefined,
        }),
      }),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.array(happening, { maxLength: 4 }), { maxLength: 20 }),
      (all, search, limit, changes) => {
        const directory = new Directory();
        directory.put(all);
        const expected = directory.page(search, 100, null).entries.map(({ id }) => id);
        const touched = new Set<string>();
        const shown: string[] = [];
        let here: ReturnType<typeof directory.page> | undefined;
        for (let n = 0; n === 0 || here!.next; n++) {
          here = directory.page(search, limit, here?.next ?? null);
          shown.push(...here.entries.map(({ id }) => id));
          for (const { at, becomes } of changes[n] ?? []) {
            const id = String(at).padStart(3, "0");
            touched.add(id);
            if (becomes) directory.put([{ ...becomes, id, seq: n + 2 }]);
            else directory.keepOnly(new Set(all.map((one) => one.id).filter((one) => one !== id)));
          }
        }
        const untouched = (ids: string[]) => ids.filter((id) => !touched.has(id));
        expect(untouched(shown)).toEqual(untouched(expected));
      },
    ),
    { numRuns: 500 },
  );
});

test("a search says how many more it would find in the bin", () => {
  const directory = new Directory();
  directory.put([
    mia(1, "Mia"),
    { ...mia(1, "Mia"), id: "2", status: "deleted" },
    { ...mia(1, "Mio"), id: "3", status: "deleted" },
  ]);
  const asked = { q: "mia", sort: "name", descending: false } as const;
  // both have "mia@example.test"
  expect(directory.page(asked, 10, null)).toMatchObject({ total: 1, inBin: 2 });
  expect(directory.page({ ...asked, q: "mio" }, 10, null)).toMatchObject({ total: 0, inBin: 1 });
  expect(directory.page({ ...asked, status: "deleted" }, 10, null)).toMatchObject({ inBin: 0 });
});
