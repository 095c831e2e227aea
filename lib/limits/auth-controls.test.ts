import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { day, hour, minute, second } from "@/lib/clock";
import { table } from "@/lib/docs/table";
import { lives } from "@/lib/links/rows";
import { PROOF_LASTS } from "@/lib/passwords/prove-again";
import { SESSION_LASTS } from "@/lib/sessions/open-session";
import { MOST_SESSIONS } from "@/lib/sessions/rows";
import { BIN_LASTS } from "@/lib/users/bin";
import { apiLimits } from "./api-limits";
import { FREE_FAILURES, limits, LONGEST_WAIT, MOST_FAILURES } from "./limits";

const DOC = "docs/auth-controls.md";
const written = readFileSync(DOC, "utf8");
const rules = readFileSync("drizzle/0001_rules.sql", "utf8");

describe("docs/auth-controls.md", () => {
  test("tells every limit, session time and link life as the code has them [V6.1.1] [V7.1.1] [V7.1.2]", async () => {
    const sections = {
      limits: limitTable(),
      calls: callTable(),
      sessions: sessionTable(),
      links: linkTable(),
    };
    const told = Object.entries(sections).reduce(
      (text, [name, table]) =>
        text.replace(
          new RegExp(`<!-- ${name} -->[^]*?<!-- end -->`),
          () => `<!-- ${name} -->\n\n${table}\n\n<!-- end -->`,
        ),
      written,
    );
    await expect(told).toMatchFileSnapshot(`${process.cwd()}/${DOC}`);
  });

  test("tells how one login is slowed, and that nobody is locked out [V6.1.1]", () => {
    const text = written.replaceAll(/\s+/g, " ");
    expect(FREE_FAILURES).toBe(5);
    expect(text).toContain("Five failures in a row are free.");
    expect(text).toContain(`up to ${LONGEST_WAIT / minute} minutes.`);
    expect(text).toContain(`After ${MOST_FAILURES} failures in a row`);
    expect(MOST_SESSIONS).toBe(10);
    expect(text).toContain("Opening an eleventh session ends the oldest");
  });

  test("tells the days of the bin that the database counts too", () => {
    expect(rules).toContain(`u.deleted_at <= now() - interval '${BIN_LASTS / day} days'`);
  });
});

const limitTable = () =>
  table([
    ["what is counted", "free", "in"],
    ...Object.entries(limits).map(([what, { free, window }]) => [
      what,
      free.toLocaleString("en"),
      span(window),
    ]),
  ]);

const callTable = () =>
  table([
    ["what is counted", "in a minute"],
    ...Object.entries(apiLimits).map(([what, { free }]) => [what, free.toLocaleString("en")]),
  ]);

/** Half an hour of rest is checked where the session is read: in the database. */
function sessionTable(): string {
  const [, rest] = /se\.seen_at > now\(\) - interval '(\d+ minutes)'/.exec(rules)!;
  return table([
    ["a session", "number"],
    ["ends after being idle for", rest!],
    ["ends after, however busy", span(SESSION_LASTS)],
    ["sessions of one person at once", String(MOST_SESSIONS)],
    ["a confirmed password counts for", span(PROOF_LASTS)],
  ]);
}

const linkTable = () =>
  table([
    ["link", "lives"],
    ...Object.entries(lives).map(([purpose, life]) => [purpose, span(life)]),
  ]);

function span(milliseconds: number): string {
  const [size, unit] = (
    [
      [day, "day"],
      [hour, "hour"],
      [minute, "minute"],
      [second, "second"],
    ] as const
  ).find(([length]) => milliseconds % length === 0)!;
  const many = milliseconds / size;
  return `${many} ${unit}${many === 1 ? "" : "s"}`;
}
