import AxeBuilder from "@axe-core/playwright";
import {
  type Browser,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from "@playwright/test";

import { forgetAllTries, type OnStage, stageSession } from "./stage";

export { expect, type Page };

const wide = { width: 1280, height: 800 };
const narrow = { width: 320, height: 720 };
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** In the dark only the colours differ. */
const colours = ["color-contrast", "link-in-text-block"];

/** A browser of one's own: nothing is shared with anyone else in the story. */
type Browsers = {
  /** a page of someone who is not signed in */
  someone: (options?: BrowserContextOptions) => Promise<Page>;
  /** a page of someone who is signed in already */
  as: (who: OnStage, options?: BrowserContextOptions) => Promise<Page>;
};

/**
 * Every story starts with quiet limits and ends with nothing in any console: no error, no refused content security
 * policy (Chromium writes them there), no dialog of the browser.
 */
export const test = base.extend<Browsers & { quiet: void }>({
  quiet: [
    async ({}, use) => {
      await forgetAllTries();
      await use();
    },
    { auto: true },
  ],

  someone: async ({ browser }, use) => {
    const pages: Page[] = [];
    await use(async (options) => {
      const page = await newPage(browser, options);
      pages.push(page);
      return page;
    });
    for (const page of pages) {
      expect(troubles.get(page), "nothing in the console").toEqual([]);
      await page.context().close();
    }
  },

  as: async ({ someone, baseURL }, use) => {
    await use(async (who, options) => {
      const page = await someone(options);
      await page.context().addCookies([
        {
          name: "castellan-session",
          value: await stageSession(who),
          url: baseURL!,
          httpOnly: true,
          sameSite: "Lax",
        },
      ]);
      return page;
    });
  },
});

/**
 * The browser itself notes every refused request; the stories look at what the page makes of it. And the framed letter
 * lets no script in, not even those that look at the page for us.
 */
const expected = /Failed to load resource|Blocked script execution in '[^']*\/mailbox\//;
const troubles = new WeakMap<Page, string[]>();

async function newPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  troubles.set(page, trouble);
  page.on("console", (said) => {
    if (said.type() === "error" && !expected.test(said.text())) trouble.push(said.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("dialog", (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

/**
 * Looks at the screen as four readers do: light and dark, on a desk and on a phone 320 px wide. Nothing may be out of
 * reach for anyone (WCAG 2.2 AA), and nothing may stick out at the side.
 *
 * @param screen its name in the report
 */
export async function look(page: Page, screen: string): Promise<void> {
  await test.step(`look at ${screen}`, async () => {
    for (const size of [wide, narrow]) {
      await page.setViewportSize(size);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await settle(page);
        const violations = await violationsOf(page, colorScheme === "light");
        expect
          .soft(
            violations.map(({ id, nodes }) => [
              id,
              ...nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
            ]),
            `${screen}, ${colorScheme}, ${size.width} px wide`,
          )
          .toEqual([]);
      }
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect.soft(tooWide, `${screen} sticks out at ${size.width} px`).toBeLessThanOrEqual(0);
    }
    await page.setViewportSize(wide);
    await page.emulateMedia({ colorScheme: "light" });
  });
}

/** Calls the API as the page on screen would: with its session, and saying for whom the page was drawn. */
export function callFrom(page: Page, method: string, address: string, body?: object) {
  return page.evaluate(
    async ([how, where, sent]) => {
      const answer = await fetch(where, {
        method: how,
        ...(sent && { body: sent, headers: { "content-type": "application/json" } }),
      });
      return { status: answer.status, requestId: answer.headers.get("x-request-id") };
    },
    [method, address, body ? JSON.stringify(body) : ""] as const,
  );
}

/** Waits until what was asked of the page has been painted: two frames. */
function settle(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(() => painted()))),
  );
}

/** A page caught while it repaints in the other colours is looked at again; what is wrong stays wrong. */
async function violationsOf(page: Page, everything: boolean) {
  for (let looks = 1; ; looks++) {
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (
      everything ? axe.withTags(rules) : axe.withRules(colours)
    ).analyze();
    if (violations.length === 0 || looks === 3) return violations;
    await page.waitForTimeout(500);
  }
}
