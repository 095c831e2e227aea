import type { Locator } from "@playwright/test";

import { expect, look, type Page, test } from "./fixtures";
import { addressIn, castPassword, stageStory } from "./stage";

const story = "keyboard";

test("everything works without a mouse: sign in, invite, pause, resume; the focus is always seen and never lost", async ({
  someone,
}) => {
  const { Adam, Mia } = await stageStory(story, "Olga", "Adam", "Mia");
  const page = await someone();

  await test.step("sign in", async () => {
    await page.goto("/sign-in");
    await expect(page.getByLabel("E-mail address")).toBeFocused();
    await page.keyboard.type(Adam.email);
    await tabTo(page, page.getByLabel("Password", { exact: true }));
    await page.keyboard.type(castPassword);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
  });

  await test.step("the first stop skips to the page", async () => {
    await page.goto("/users");
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the page" });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await tabTo(page, page.getByRole("link", { name: "Invite people" }), 1);
  });

  await test.step("invite", async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Invite people" })).toBeVisible();
    await tabTo(page, page.getByLabel("E-mail addresses"));
    await page.keyboard.type(`${addressIn(story, "one")},${addressIn(story, "two")} `);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("list", { name: "Addresses to invite" })).toContainText("one@");
    await page.keyboard.press("Backspace");
    await expect(page.getByRole("listitem").filter({ hasText: "two@" })).toHaveCount(0);
    await tabTo(page, page.getByRole("radio", { name: /User/ }));
    await page.keyboard.press("ArrowUp");
    await expect(page.getByRole("radio", { name: /Auditor/ })).toBeChecked();
    await tabTo(page, page.getByRole("button", { name: "Invite", exact: true }));
    await page.keyboard.press("Enter");
    await expect(page.getByText("1 person is invited.")).toBeVisible();
    await tabTo(page, page.getByRole("link", { name: "To the users" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row", { name: /one@keyboard/ })).toBeVisible();
  });

  const menu = page.getByRole("button", { name: `Actions for ${Mia.name}` });
  const entry = (name: string) => page.getByRole("menuitem", { name });

  await test.step("a menu opens, moves with the arrows, closes with Escape and gives the focus back", async () => {
    await page.goto("/users");
    await tabTo(page, menu, 60);
    await page.keyboard.press("Enter");
    await expect(entry("Open")).toBeFocused();
    await page.keyboard.press("End");
    await expect(entry("Delete…")).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await expect(entry("Open")).toBeFocused();
    await expectFocusSeen(page);
    await page.keyboard.press("Escape");
    await expect(menu).toBeFocused();
  });

  await test.step("a dialog keeps the focus inside, and Escape gives it back", async () => {
    await openEntry(page, menu, entry("Pause…"));
    const dialog = page.getByRole("dialog", { name: `Pause ${Mia.name}` });
    await expect(dialog).toBeVisible();
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press("Tab");
      const outside = await page.evaluate(
        () =>
          !document.activeElement!.closest("dialog") && document.activeElement!.tagName !== "BODY",
      );
      expect(outside, "the focus stays in the dialog").toBe(false);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(menu).toBeFocused();
  });

  await test.step("pause, and back again", async () => {
    await openEntry(page, menu, entry("Pause…"));
    const dialog = page.getByRole("dialog", { name: `Pause ${Mia.name}` });
    await tabTo(page, dialog.getByLabel("Reason"));
    await page.keyboard.type("Away");
    await tabTo(page, dialog.getByRole("button", { name: `Pause ${Mia.name}` }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row", { name: /Mia Member/ })).toContainText("Paused");
    await expect(menu, "the focus is where it was before").toBeFocused();
    await openEntry(page, menu, entry("Resume"));
    await expect(page.getByRole("row", { name: /Mia Member/ })).toContainText("Active");
    await expect(menu).toBeFocused();
  });

  await test.step("sorting and selecting", async () => {
    await page.goto("/users");
    await tabTo(page, page.getByRole("columnheader", { name: "Role" }).getByRole("link"), 30);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("columnheader", { name: "Role" })).toHaveAttribute("aria-sort");
    await tabTo(page, page.getByRole("checkbox", { name: `Select ${Mia.name}` }), 40);
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("button", { name: "Clear selection" }), 40);
    await look(page, "the list, reached by keyboard");
  });
});

/** Presses Tab until the place is reached, making sure that every stop on the way can be seen. */
async function tabTo(page: Page, place: Locator, most = 25): Promise<void> {
  await place.waitFor();
  for (let stop = 0; stop < most; stop++) {
    await page.keyboard.press("Tab");
    await expectFocusSeen(page);
    if (await place.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Not reached within ${most} stops: ${place}`);
}

async function openEntry(page: Page, menu: Locator, entry: Locator): Promise<void> {
  await expect(menu).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  for (let stop = 0; stop < 15; stop++) {
    if (await entry.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
}

/** Whatever has the focus, or what stands around it, wears an outline or a shadow. */
async function expectFocusSeen(page: Page): Promise<void> {
  const unseen = await page.evaluate(() => {
    const focused = document.activeElement!;
    if (focused === document.body) return null;
    // On the calendar button inside a date field the browser draws the outline itself, where no page can look.
    if (focused.matches("[type=date]:not(:focus-visible)")) return null;
    const worn = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    };
    for (let element: Element | null = focused, up = 0; element && up < 3; up++) {
      if (worn(element)) return null;
      element = element.parentElement;
    }
    return focused.outerHTML.slice(0, 200);
  });
  expect(unseen, "has the focus and does not show it").toBeNull();
}
