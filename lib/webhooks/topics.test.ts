import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";

import { sentences } from "@/lib/activity/sentences";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { listTopics } from "./list-topics";
import { neverTold, topics } from "./topics";

testInstallation();
const cast = testCast();

test("every verb that leaves an event is a topic, from the same declarations as the activity", () => {
  const verbs = Object.keys(sentences);
  expect(verbs.filter((verb) => !(topics as string[]).includes(verb)).toSorted()).toEqual(
    [...neverTold].toSorted(),
  );
});

describe("what is said about a topic", async () => {
  test("is a schema that its examples fit, full and thin, and nothing of another topic does", async () => {
    const outcome = await ask(listTopics, await cast.as("Aria"), {});
    if (!outcome.ok) throw new Error(outcome.code);
    expect(outcome.value.data).toHaveLength(topics.length);
    await new Promise(setImmediate); // what follows keeps this process busy, and a COMMIT is on its way
    for (const { topic, schema, example, thinExample, title, version } of outcome.value.data) {
      const ajv = addFormats(new Ajv2020({ strict: false }));
      const fits = ajv.compile(schema);
      expect(fits(example), `${topic}: ${ajv.errorsText(fits.errors)}`).toBe(true);
      expect(fits(thinExample), `${topic}: ${ajv.errorsText(fits.errors)}`).toBe(true);
      expect(fits({ ...example, type: "user.teleport" })).toBe(false);
      expect(example).toMatchObject({ specversion: "1.0", type: topic });
      expect(String(example.dataschema)).toContain(`${topic}#${version}`);
      expect(title).not.toMatch(/undefined|(to|from) nothing/);
      expect(JSON.stringify(thinExample)).not.toMatch(/Adam|Mia|Acme|example\.com/);
    }
  });

  test("is where a message says it is", async () => {
    const claim = await cast.as("Aria");
    expect(await ask(listTopics, claim, { topic: "user.pause" })).toMatchObject({
      value: {
        data: [
          {
            topic: "user.pause",
            example: {
              dataschema: "http://localhost:3000/api/v1/webhook-topics?topic=user.pause#1",
            },
          },
        ],
      },
    });
    expect(await ask(listTopics, claim, { topic: "user.teleport" })).toMatchObject({
      value: { data: [] },
    });
  });

  test("whoever may not read the account does not read it either", async () => {
    expect(await ask(listTopics, await cast.as("Mia"), {})).toMatchObject({ code: "forbidden" });
  });
});
