import { expect, test } from "vitest";

import { Directory, type Entry } from "./directory-index";

const mia = (seq: number, name: string): Entry => ({
  id: "1",
  seq,
  name,
  email: "mia@example.test",
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
