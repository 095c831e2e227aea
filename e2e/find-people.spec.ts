import type { Character } from "@/lib/cast/people";
import { stageAccount } from "@/lib/cast/stage";

import { expect, look, type Page, test } from "./fixtures";
import { accountIn } from "./stage";

const at = (name: string) => `${name}@finding.example.test`;
const one = (
  name: string,
  email: string,
  role: Character["role"] = "user",
  status: Character["status"] = "active",
): Character => ({ name, email: at(email), role, status });

const people = {
  Olga: one("Olga Owner", "olga", "owner"),
  Adam: one("Adam Admin", "adam", "administrator"),
  Zoe: one("Zoë Ångström", "zoe"),
  Jose: one("José Núñez", "jose", "auditor"),
  Dmitri: one("Дмитрий Иванов", "dmitri"),
  Li: one("李小龍", "li"),
  Maryam: one("مريم الفارسي", "maryam"),
  Pia: one("Pia Paused", "pia", "user", "paused"),
  Quote: one("Percy 100% “O'Neil” _", "percy"),
};

const rows = (page: Page) => page.getByRole("rowgroup").last().getByRole("row");
const names = async (page: Page) => rows(page).getByRole("link").allInnerTexts();

test("people are found in any script, and the address bar holds what was asked [V1.2.9]", async ({
  as,
}) => {
  const { Adam } = await stageAccount(accountIn("finding"), people);
  const page = await as(Adam);
  await page.goto("/users");
  await expect(page.getByRole("status").filter({ hasText: "9 users" })).toBeVisible();
  await look(page, "the list");

  await test.step("search as you type: any part, any case, any accent, any script", async () => {
    const search = page.getByRole("searchbox");
    for (const [typed, found] of [
      ["ANGSTR", "Zoë Ångström"],
      ["nunez", "José Núñez"],
      ["иван", "Дмитрий Иванов"],
      ["小龍", "李小龍"],
      ["فارس", "مريم الفارسي"],
      ["percy@find", "Percy 100% “O'Neil” _"],
      ["100%", "Percy 100% “O'Neil” _"],
      ["_", "Percy 100% “O'Neil” _"],
    ] as const) {
      await search.fill(typed);
      await expect(page.getByText("1 user matches")).toBeVisible();
      expect(await names(page)).toEqual([found]);
      await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(typed)}$`, "i"));
      await search.fill("");
      await expect(page.getByRole("status").filter({ hasText: "9 users" })).toBeVisible();
    }
    await search.fill(".*");
    await expect(page.getByText("Nobody matches")).toBeVisible();
    await look(page, "nobody matches");
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(rows(page)).toHaveCount(9);
  });

  await test.step("filters and columns; Back takes each step back", async () => {
    await page.getByLabel("Status").selectOption("active");
    await expect(page.getByText("8 users match")).toBeVisible();
    await page.getByLabel("Role").selectOption("user");
    await expect(page.getByText("5 users match")).toBeVisible();
    await page.getByRole("columnheader", { name: "E-mail" }).getByRole("link").click();
    await expect(page).toHaveURL("/users?status=active&role=user&sort=email");
    await expect(page.getByRole("columnheader", { name: "E-mail" })).toHaveAttribute(
      "aria-sort",
      "ascending",
    );
    const ascending = [
      "Дмитрий Иванов",
      "李小龍",
      "مريم الفارسي",
      people.Quote.name,
      "Zoë Ångström",
    ];
    await expect.poll(() => names(page)).toEqual(ascending);
    await page.getByRole("columnheader", { name: "E-mail" }).getByRole("link").click();
    await expect.poll(() => names(page)).toEqual(ascending.toReversed());

    await page.goBack();
    await expect.poll(() => names(page)).toEqual(ascending);
    await page.goBack();
    await page.goBack();
    await expect(page).toHaveURL("/users?status=active");
    await expect(page.getByText("8 users match")).toBeVisible();
    await expect(page.getByLabel("Role")).toHaveValue("");
  });

  await test.step("opening someone and coming back keeps the list as it was", async () => {
    await page.getByRole("link", { name: "Zoë Ångström" }).click();
    await expect(page.getByRole("heading", { name: "Zoë Ångström" })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL("/users?status=active");
    await expect(page.getByLabel("Status")).toHaveValue("active");
    await page.reload();
    await expect(page.getByLabel("Status")).toHaveValue("active");
    await expect(rows(page)).toHaveCount(8);
  });

  await test.step("filter, filter, reload, Back, open, Back", async () => {
    await page.goto("/users");
    await page.getByLabel("Status").selectOption("active");
    await expect(page.getByText("8 users match")).toBeVisible();
    await page.getByLabel("Role").selectOption("user");
    await expect(page.getByText("5 users match")).toBeVisible();
    await page.reload();
    await expect(rows(page)).toHaveCount(5);
    await page.goBack();
    await expect(page).toHaveURL("/users?status=active");
    await expect(rows(page)).toHaveCount(8);
    await page.getByRole("link", { name: "Zoë Ångström" }).click();
    await expect(page.getByRole("heading", { name: "Zoë Ångström" })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL("/users?status=active");
    await expect(rows(page)).toHaveCount(8);
    await page.goForward();
    await expect(page.getByRole("heading", { name: "Zoë Ångström" })).toBeVisible();
    await page.goBack();
    await page.goBack();
    await expect(page).toHaveURL("/users");
    await expect(rows(page)).toHaveCount(9);
  });
});

test("a whole list is selected across its pages, and what is in the bin is mentioned", async ({
  as,
}) => {
  const crowd = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [
      `Nr${n}`,
      {
        ...one(
          `Crowd ${String(n).padStart(2, "0")}`,
          `crowd-${n}`,
          "user",
          n > 56 ? "deleted" : "active",
        ),
        email: `crowd-${n}@crowd.example.test`,
      },
    ]),
  );
  const olga = { ...one("Olga Owner", "olga", "owner"), email: "olga@crowd.example.test" };
  const { Olga } = await stageAccount(accountIn("crowd"), { Olga: olga, ...crowd });
  const page = await as(Olga);
  await page.goto("/users?q=nr+crowd");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.goto("/users?q=example.test,+CROWD-");
  await expect(page.getByText("57 users match")).toBeVisible();
  await expect(page.getByRole("link", { name: "3 users in the bin match" })).toBeVisible();

  await page.getByLabel("Select all on this page").check();
  const bar = page.getByRole("region", { name: "With the selected users" });
  await expect(bar.getByText("50 selected")).toBeVisible();
  await look(page, "a whole page selected");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows(page)).toHaveCount(7);
  await expect(bar.getByText("50 selected")).toBeVisible();
  await page.getByLabel("Select all on this page").check();
  await expect(bar.getByText("57 selected")).toBeVisible();

  await page.getByRole("link", { name: "Back to the first" }).click();
  await bar.getByRole("button", { name: "Clear selection" }).click();
  await page.getByLabel("Select all on this page").check();
  await page.getByRole("button", { name: "Select all 57 that match" }).click();
  await expect(bar.getByText("57 selected")).toBeVisible();
  await page.getByRole("link", { name: "3 users in the bin match" }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(bar).toHaveCount(0);
});

test("every column sorts", async ({ as }) => {
  const { Olga } = await stageAccount(accountIn("sorting"), {
    Olga: { name: "Olga", email: "o@sorting.example.test", role: "owner", status: "active" },
    Anna: { name: "Anna", email: "z@sorting.example.test", role: "user", status: "paused" },
    Zora: { name: "Zora", email: "a@sorting.example.test", role: "auditor", status: "invited" },
  });
  const page = await as(Olga);
  await page.goto("/users");
  await expect(rows(page)).toHaveCount(3);
  for (const column of ["Name", "E-mail", "Role", "Status", "Last seen", "Added"]) {
    const header = page.getByRole("columnheader", { name: column });
    const link = header.getByRole("link");
    const before = await header.getAttribute("aria-sort");
    await link.click();
    const direction = before === "ascending" ? "descending" : /ascending|descending/;
    await expect(header).toHaveAttribute("aria-sort", direction);
    const once = await settledNames(page);
    await link.click();
    await expect(page.getByRole("columnheader", { name: column })).toHaveAttribute(
      "aria-sort",
      /ascending|descending/,
    );
    const twice = await settledNames(page);
    expect(new Set(once)).toEqual(new Set(twice));
    if (column !== "Last seen" && column !== "Added") expect(once).toEqual(twice.toReversed());
  }
});

test("many at once: who is left out is said before, and Undo takes it back", async ({ as }) => {
  const story = "many";
  const { Adam } = await stageAccount(
    accountIn(story),
    Object.fromEntries(
      Object.entries(people).map(([name, character]) => [
        name,
        { ...character, email: character.email.replace("@finding", `@${story}`) },
      ]),
    ) as typeof people,
  );
  const page = await as(Adam);
  await page.goto("/users");
  for (const name of ["Olga Owner", "Zoë Ångström", "李小龍"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const bar = page.getByRole("region", { name: "With the selected users" });
  await expect(bar.getByText("3 selected")).toBeVisible();
  await look(page, "three users selected");

  await bar.getByRole("button", { name: "Pause" }).click();
  const dialog = page.getByRole("dialog", { name: "Pause 2 users" });
  await expect(dialog.getByText("1 user will be left out")).toBeVisible();
  await look(page, "the question before many are paused");
  await dialog.getByRole("button", { name: "Pause 2 users" }).click();
  await expect(page.getByText("Done for 2 users.")).toBeVisible();
  await expect(page.getByRole("row", { name: /Zoë Ångström/ })).toContainText("Paused");
  await expect(page.getByRole("row", { name: /李小龍/ })).toContainText("Paused");
  await expect(page.getByRole("row", { name: /Olga Owner/ })).toContainText("Active");

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("row", { name: /Zoë Ångström/ })).toContainText("Active");
  await expect(page.getByRole("row", { name: /李小龍/ })).toContainText("Active");
});

/** The names once nothing is on its way any more. */
async function settledNames(page: Page) {
  await expect(page.locator(".card[aria-busy=true]")).toHaveCount(0);
  return names(page);
}
