import { expect, test } from "vitest";

import { expected } from "./expected";

test.each(["ENOSPC", "EDQUOT", "53100", "ECONNREFUSED", "57P01"])(
  "%s is no fault of the request: it can be tried again later",
  (code) => {
    const error = Object.assign(new Error("written by a system"), { code });
    for (const one of [error, new Error("a query failed", { cause: error })])
      expect(expected([], one)).toMatchObject({ code: "unavailable" });
  },
);
