import { acme } from "@/lib/cast/people";
import { stageAccount } from "@/lib/cast/stage";

import { expect, look, type Page, test } from "./fixtures";
import { openLetter } from "./letters";
import { startReceiver } from "./receiver";
import { addressIn, castPassword, stageStory } from "./stage";

const story = "nonsense";

/** What an attacker, or a cat, might type: each would open a dialog or leave a mark where text is taken for markup. */
const polyglots = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `'><svg/onload=alert(1)>`,
  `</title><script>alert(1)</script>`,
  `</script><script>alert(1)</script>`,
  `<!--<script>alert(1)//-->`,
  `javascript:alert(1)`,
  `" autofocus onfocus=alert(1) x="`,
  `\`\${alert(1)}\``,
  `{{constructor.constructor('alert(1)')()}}`,
  `{{7*7}} \${7*7} <%= 7*7 %> #{7*7}`,
  `<iframe srcdoc="<script>parent.alert(1)</script>">`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
  `jaVasCript:/*-/*\`/*\\\`/*'/*"/**/(/* */oNcliCk=alert() )//\\x3csVg/<sVg/oNloAd=alert()//>`,
  `<a href="javascript:alert(1)">x</a>`,
  `<base href="//evil.example">`,
  `<meta http-equiv=refresh content="0;url=//evil.example">`,
  `<style>*{display:none}</style>`,
  `<b>&amp;&quot;%3Cscript%3E\\u003cscript\\u003e`,
  `\u2028\u2029line separators`,
  `%s %d %o %n ../../../etc/passwd $(touch canary) ; -- ' OR 1=1`,
  `__proto__`,
  `ｓｃｒｉｐｔ＜＞ ﷽ 🏳️‍🌈 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘`,
];

test("whatever people are called, it is shown as text and nothing runs [V1.2.1] [V1.2.3] [V3.2.2]", async ({
  as,
  someone,
}) => {
  test.setTimeout(240_000);
  const named = Object.fromEntries(
    polyglots.map((name, number) => [
      `P${number}`,
      { ...acme.Mia, name, title: name, email: addressIn(story, `p${number}`) },
    ]),
  );
  const cast = await stageAccount<string>(polyglots[0]!, {
    ...named,
    Olga: { ...acme.Olga, email: addressIn(story, "olga") },
  });
  const page = await as(cast.Olga!);
  await page.goto("/users");
  const links = page.getByRole("rowgroup").last().getByRole("link");
  await expect(links).toHaveCount(polyglots.length + 1);
  const shown = await links.allTextContents();
  for (const name of polyglots) expect(shown).toContain(name);
  await expectInert(page);
  await look(page, "a list of nonsense");

  await test.step("every page about each of them", async () => {
    for (const number of polyglots.keys()) {
      const { userId, name } = cast[`P${number}`]!;
      await page.goto(`/users/${userId}`);
      await expect(page.locator("h1 bdi")).toHaveText(name);
      await expectInert(page);
    }
    await look(page, "a user called nonsense");
  });

  await test.step("typed into every field and every address", async () => {
    for (const [number, nonsense] of polyglots.entries()) {
      await page.goto(
        `/users?${new URLSearchParams({ q: nonsense, status: nonsense, sort: nonsense })}`,
      );
      await expectInert(page);
      await page.goto(
        `/activity?${new URLSearchParams({ q: nonsense, action: nonsense, from: nonsense })}`,
      );
      await expectInert(page);
      if (number % 4 > 0) continue;
      await page.goto(`/users/${encodeURIComponent(nonsense)}`);
      await expect(page.getByText(/There is nothing here/)).toBeVisible();
      await expectInert(page);
    }

    const [, image, svg, , , , , handler] = polyglots;
    await page.goto("/me");
    await page.getByLabel("Name").fill(image!);
    await page.getByLabel("Title").fill(svg!);
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByText("Your profile is saved.")).toBeVisible();
    await expectInert(page);

    await page.goto("/account");
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill(handler!);
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    await expect(page.getByText("The account is renamed.")).toBeVisible();
    await expectInert(page);

    await page.goto(`/users/${cast.P0!.userId}`);
    await page
      .getByRole("region", { name: "Keep out" })
      .getByRole("button", { name: "Pause" })
      .click();
    await page.getByRole("dialog").getByLabel("Reason").fill(image!);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Pause/ })
      .click();
    await expect(page.getByText(image!, { exact: true }).first()).toBeVisible();
    await expectInert(page);

    await page.goto("/users/invite");
    await page.getByLabel("E-mail addresses").fill(`x@${story}.example.test`);
    await page.getByLabel("Name").fill(polyglots[10]!);
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await expect(page.getByText("1 person is invited.")).toBeVisible();
    for (const nonsense of polyglots.slice(0, 6)) {
      await page.goto("/users/invite");
      await page.getByLabel("E-mail addresses").fill(nonsense);
      await page.getByRole("button", { name: "Invite", exact: true }).click();
      await expect(page.getByText(/do(es)? not look like|not an e-mail/).first()).toBeVisible();
      await expectInert(page);
    }
  });

  await test.step("the activity tells it as it was", async () => {
    await page.goto("/activity");
    await page.locator("details.event > summary").first().click();
    await expectInert(page);
    await look(page, "a feed of nonsense");
  });

  await test.step("the letter holds it as text, in both forms", async () => {
    const reader = await someone();
    await openLetter(reader, `x@${story}.example.test`, "You are invited");
    await reader.getByText("As HTML, the way mail programs show it").click();
    const framed = reader.frameLocator("iframe").locator("body");
    await expect(framed).toContainText("invited you");
    expect(await framed.locator("img, svg, script, iframe").count()).toBe(0);
    await expectInert(reader);
  });

  await test.step("at the door", async () => {
    const visitor = await someone();
    for (const nonsense of polyglots.slice(0, 4)) {
      await visitor.goto(
        `/sign-in?${new URLSearchParams({ callbackUrl: nonsense, "signed-out": nonsense })}`,
      );
      await visitor.getByLabel("E-mail address").fill(nonsense);
      await visitor.getByLabel("Password", { exact: true }).fill(nonsense);
      await visitor.locator("form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
      await visitor.getByRole("button", { name: "Sign in" }).click();
      await expect(visitor.getByText(/do not match/)).toBeVisible();
      await expectInert(visitor);
    }
    for (const callbackUrl of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
    ]) {
      await visitor.goto(`/sign-in?${new URLSearchParams({ callbackUrl })}`);
      await visitor.getByLabel("E-mail address").fill(cast.Olga!.email);
      await visitor.getByLabel("Password", { exact: true }).fill(castPassword);
      await visitor.getByRole("button", { name: "Sign in" }).click();
      await expect(visitor).toHaveURL("/users");
      await visitor.context().clearCookies();
    }
  });
});

test("what is typed about a webhook, and what its receiver answers, is shown as text [V1.2.1] [V3.2.2]", async ({
  as,
}) => {
  using receiver = await startReceiver();
  const { Olga } = await stageStory("nonsense about webhooks", "Olga");
  const page = await as(Olga);
  const [script, image, svg] = polyglots as [string, string, string];

  await page.goto("/developers/webhooks/new");
  const address = page.getByRole("textbox", { name: "Address" });
  const add = page.getByRole("button", { name: "Add the webhook" });
  for (const nonsense of [...polyglots, "https://", "//x", "https://[::1", "https://a.b:99999"]) {
    await address.fill(nonsense);
    await add.click();
    await expect(page.getByRole("button", { name: "Working…" })).toHaveCount(0);
    await expect(address).toHaveAttribute("aria-invalid", "true");
    await expect(address).toHaveValue(nonsense.replaceAll(/[\r\n]/g, ""));
  }
  await page.getByRole("radio", { name: /Only what I choose/ }).check();
  await page.getByRole("searchbox", { name: "Find a topic" }).fill(image);
  await expect(page.getByText(/No topic has/)).toBeVisible();
  await page.getByRole("radio", { name: /Everything/ }).check();
  await address.fill(`${receiver.url}?q=${encodeURIComponent(svg)}`);
  await page.getByLabel(/^Description/).fill(script);
  await add.click();
  await expect(page.getByText("The webhook is added")).toBeVisible();
  await expectInert(page);

  Object.assign(receiver.answer, { status: 500, text: image });
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText(/It did not arrive/)).toBeVisible();
  await page.getByRole("link", { name: "Look at request and response" }).click();
  await expect(page.getByText(image, { exact: true })).toBeVisible();
  await expectInert(page);

  await page.goto("/developers/webhooks");
  await expect(page.getByText(script, { exact: true })).toBeVisible();
  await expectInert(page);
  await page.getByRole("main").getByRole("link", { name: receiver.host }).click();
  await expect(page.getByText(script, { exact: true })).toBeVisible();
  await look(page, "a webhook called nonsense");
  const root = page.url();

  for (const nonsense of polyglots.slice(0, 6)) {
    const words = { state: nonsense, topic: nonsense, from: nonsense, request: nonsense };
    await page.goto(`${root}/deliveries?${new URLSearchParams(words)}`);
    await expect(page.getByText("Nothing matches")).toBeVisible();
    await expectInert(page);
    await page.goto(`${root}/verify`);
    await page
      .getByLabel("Headers")
      .fill(`webhook-id: ${nonsense}\nwebhook-signature: ${nonsense}`);
    await page.getByLabel("Body").fill(nonsense);
    await page.getByRole("button", { name: "Check the signature", exact: true }).click();
    await expect(page.getByText(/Missing: webhook-timestamp/)).toBeVisible();
    await expectInert(page);
  }
  for (const address of [
    `/developers/webhooks/${encodeURIComponent(image)}`,
    `${root}/deliveries/1`,
  ]) {
    await page.goto(address);
    await expect(page.getByText("There is nothing here")).toBeVisible();
  }
});

/** Nothing that was typed has become an element, an attribute or a place to go. The console is watched anyway. */
async function expectInert(page: Page): Promise<void> {
  const found = await page.evaluate(() =>
    [
      ...document.querySelectorAll(
        "img[src=x], svg[onload], [onerror], [onload], [onfocus], [onclick], a[href^='javascript:' i], base, mglyph, meta[http-equiv=refresh], iframe[srcdoc]",
      ),
    ].map(({ outerHTML }) => outerHTML.slice(0, 200)),
  );
  expect(found).toEqual([]);
}
