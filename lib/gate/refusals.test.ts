import { expect, test } from "vitest";
import { z } from "zod";

import { anOwnerRemains } from "@/lib/ownership/an-owner-remains";
import { command } from "./command";
import { query } from "./query";
import { insistOnDeclared, refusalsOf } from "./refusals";

const input = z.strictObject({});
const pause = command("user.pause", {
  input,
  refuses: ["already_paused"],
  upholds: [anOwnerRemains],
  run: async () => ({ value: null, told: [] }),
});
const show = query("account.show", {
  input,
  output: z.null(),
  refuses: [],
  run: async () => null,
});

test("a verb may refuse with its own codes, those of what it upholds, and those of everything", () => {
  expect(refusalsOf(pause)).toEqual(
    expect.arrayContaining(["already_paused", "last_owner", "changed_meanwhile", "forbidden"]),
  );
  expect(refusalsOf(show)).not.toContain("changed_meanwhile");
});

test("a code nobody declared is a mistake, told by name", () => {
  expect(() => insistOnDeclared(pause, "already_paused")).not.toThrow();
  expect(() => insistOnDeclared(show, "same_role")).toThrow(
    "account.show refused with same_role, which it does not declare",
  );
});
