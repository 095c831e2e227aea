import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { Sentence } from "./sentence";

const shown = (says: string, ...names: unknown[]) =>
  renderToStaticMarkup(<Sentence says={says} names={names} />);

test.each([
  ["שרה לוי paused Mia", [], "<bdi>שרה לוי</bdi> paused Mia"],
  ["Adam paused علي حسن: ok", [], "Adam paused <bdi>علي حسن</bdi>: ok"],
  [
    "Mia 5 (new) paused שרה 5",
    ["שרה 5", "Mia 5 (new)"],
    "<bdi>Mia 5 (new)</bdi> paused <bdi>שרה 5</bdi>",
  ],
  ["Al changed Al's name", ["Al"], "<bdi>Al</bdi> changed <bdi>Al</bdi>&#x27;s name"],
  ["also a paused b", ["a"], "also <bdi>a</bdi> paused b"],
])("%s", (says, names, html) => {
  expect(shown(says, ...names)).toBe(html);
});

test("loses no letter, whatever people are called", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 3 }), (names) => {
      const says = `${names.join(" paused ")}.`;
      const bare = shown(says, ...names).replaceAll(/<\/?bdi>/g, "");
      expect(bare).toBe(renderToStaticMarkup(<>{says}</>));
    }),
    { seed: 11, numRuns: 300 },
  );
});
