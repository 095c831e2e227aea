import pg from "pg";
import { expect, test } from "vitest";
import { withoutValues } from "./log";

const told = (error: unknown) => JSON.stringify(withoutValues(error));

test("[P43] [V16.2.5] nothing a database quoted reaches the log, only its code and the constraint", () => {
  const refused = Object.assign(
    new pg.DatabaseError("duplicate key: mia@example.test", 1, "error"),
    {
      severity: "ERROR",
      code: "23505",
      constraint: "people_email",
      detail: "Key (email)=(mia@example.test) already exists.",
    },
  );
  const wrapped = Object.assign(
    new Error("Failed query: insert … params: mia@example.test", { cause: refused }),
    {
      query: "insert …",
    },
  );
  expect(told(wrapped)).not.toMatch(/mia|insert/);
  expect(withoutValues(wrapped)).toMatchObject({
    cause: { code: "23505", constraint: "people_email" },
  });
});

test("[V16.2.5] addresses, tokens and passwords in URLs are blanked in what other errors say", () => {
  const token = "Xk3v9QmZ1pLr8sTn5wYb2cDf7gHj4kAe";
  const error = new Error(
    `cannot tell mia@example.test at smtps://post:hunter2@mail.example.test with ${token}`,
  );
  expect(told(error)).not.toMatch(new RegExp(`mia@|hunter2|${token}`));
  expect(withoutValues(error).says).toMatch(/^cannot tell \[hidden\] at smtps:/);
});

test("the place in the source stays, so that the error can be found", () => {
  expect(withoutValues(new TypeError("x")).stack?.[0]).toMatch(/log\.test\.ts:\d+/);
});
