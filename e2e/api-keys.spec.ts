import { stageKey } from "@/lib/cast/stage";

import { expect, look, test } from "./fixtures";
import { openLetter } from "./letters";
import { castPassword, letProofGrowOld, stageStory, turnBack } from "./stage";

const origin = () => process.env.CASTELLAN_E2E_ORIGIN!;

/** What a program gets to hear. */
async function asked(key: string, path = "/users?limit=1") {
  const answer = await fetch(`${origin()}/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}`, "user-agent": "nightly-import/1.0" },
  });
  const { code } = (await answer.json()) as { code?: string };
  return code ?? answer.status;
}

test("a program gets a key, is seen at work, is handed a new one without a gap, and is stopped at once", async ({
  as,
}) => {
  test.setTimeout(300_000);
  const { Adam } = await stageStory("keys", "Olga", "Adam", "Mia");
  const adam = await as(Adam);
  let key = "";
  let fresh = "";

  await test.step("an account without keys says what they are for", async () => {
    await adam.goto("/developers/keys");
    await expect(adam.getByText("No program has a key yet")).toBeVisible();
    await look(adam, "no keys yet");
    await adam.getByRole("link", { name: "Make a key" }).first().click();
    await expect(adam.getByRole("heading", { name: "Make a key" })).toBeVisible();
    await look(adam, "make a key");
  });

  await test.step("what is wrong is said beside its field, and nothing typed is lost", async () => {
    const make = adam.getByRole("button", { name: "Make the key" });
    await adam.getByLabel("Only from these addresses").fill("127.0.0.0/8\n\n::1\nmy office");
    await make.click();
    await expect(adam.getByText("Give the key a name")).toBeVisible();
    await expect(adam.getByText("Choose what the key is for.")).toBeVisible();
    await expect(adam.getByText("Line 4: This is not an address range.")).toBeVisible();
    await look(adam, "make a key, refused");
    await adam.getByRole("textbox", { name: "Name" }).fill("Nightly import");
    await adam.getByRole("checkbox", { name: "Read See who is in the account" }).check();
    await adam.getByLabel("Only from these addresses").fill("127.0.0.0/8\n::1");
    await letProofGrowOld(Adam);
    await make.click();
    await adam.getByLabel("Your password", { exact: true }).fill(castPassword);
    await look(adam, "make a key, the password is asked");
    await make.click();
  });

  await test.step("the key is shown once, ready to be tried", async () => {
    const shown = adam.getByRole("group", { name: "The key" });
    await expect(shown).toBeVisible();
    key = (await shown.textContent())!.trim();
    expect(key).toMatch(/^castellan_[\w-]{43}[\da-f]{8}$/);
    await expect(adam.getByText(`authorization: Bearer ${key}`)).toBeVisible();
    await look(adam, "the key, once");
    expect(await asked(key)).toBe(200);
    expect(await asked(key, "/api-keys/current")).toBe(200);
    expect(await asked(key, "/me")).toBe("forbidden");
    await adam.getByRole("link", { name: "I have copied it" }).click();
    await expect(adam.getByRole("heading", { name: "Nightly import" })).toBeVisible();
    expect(await adam.content()).not.toContain(key);
  });

  await test.step("when, from where and by which program it was used stands on its page and in the list", async () => {
    await adam.reload();
    await expect(adam.getByText("nightly-import/1.0 ·")).toBeVisible();
    await look(adam, "a key");
    await adam.getByRole("link", { name: "Keys", exact: true }).first().click();
    await expect(adam.getByText(/^Used .+ from /)).toBeVisible();
    await expect(adam.getByText("90 days left")).toBeVisible();
    await look(adam, "the list of keys");
    await adam.getByRole("link", { name: "Nightly import" }).click();
  });

  await test.step("rotated, both work until the overlap ends", async () => {
    await adam.getByRole("button", { name: "Rotate" }).click();
    const dialog = adam.getByRole("dialog");
    await expect(dialog.getByLabel("The old key goes on")).toHaveValue("24");
    await look(adam, "rotate a key");
    await dialog.getByRole("button", { name: "Rotate the key" }).click();
    const shown = dialog.getByRole("group", { name: "The key" });
    await expect(shown).toBeVisible();
    fresh = (await shown.textContent())!.trim();
    await look(adam, "the successor, once");
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    await expect(adam.getByText("Being replaced", { exact: true })).toBeVisible();
    expect([await asked(key), await asked(fresh)]).toEqual([200, 200]);
    await turnBack("update api_keys set expires_at = now() where successor_id is not null");
    expect([await asked(key), await asked(fresh)]).toEqual(["key_refused", 200]);
    await adam.reload();
    await expect(adam.getByText("It was replaced")).toBeVisible();
    await look(adam, "a key that was replaced");
    await adam.getByRole("link", { name: "Open its successor" }).click();
    await expect(adam.getByText("Works", { exact: true })).toBeVisible();
  });

  await test.step("edited: another name, and the next call knows from where it may come", async () => {
    await adam.getByRole("button", { name: "Edit" }).click();
    const dialog = adam.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Hourly import");
    await dialog.getByLabel("Only from these addresses").fill("203.0.113.0/24");
    await look(adam, "edit a key");
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await expect(adam.getByRole("heading", { name: "Hourly import" })).toBeVisible();
    expect(await asked(fresh)).toBe("key_wrong_network");
    await adam.getByRole("button", { name: "Edit" }).click();
    await dialog.getByLabel("Only from these addresses").fill("");
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await expect(adam.getByText("Everywhere", { exact: true })).toBeVisible();
    expect(await asked(fresh)).toBe(200);
  });

  await test.step("revoked, the very next call is refused", async () => {
    await adam.getByRole("button", { name: "Revoke" }).click();
    await look(adam, "revoke a key");
    await adam.getByRole("dialog").getByRole("button", { name: "Revoke Hourly import" }).click();
    await expect(adam.getByText("It was revoked")).toBeVisible();
    expect(await asked(fresh)).toBe("key_refused");
    await adam.getByRole("link", { name: "Activity", exact: true }).last().click();
    await expect(adam.getByText("Adam Admin revoked the key Hourly import")).toBeVisible();
    await look(adam, "the activity of a key");
  });
});

test("keys stop and shrink with their holder, who is told when another ends one", async ({
  as,
  someone,
}) => {
  test.setTimeout(300_000);
  const { Adam, Olga } = await stageStory("keys of others", "Olga", "Adam", "Mia");
  const adam = await as(Adam);
  await adam.goto("/developers/keys/new");
  await adam.getByRole("textbox", { name: "Name" }).fill("Directory sync");
  await adam.getByRole("checkbox", { name: "Write Invite, edit" }).check();
  await adam.getByRole("button", { name: "Make the key" }).click();
  const key = (await adam.getByRole("group", { name: "The key" }).textContent())!.trim();

  await test.step("what a program did is told with its name and on whose behalf", async () => {
    const answer = await fetch(`${origin()}/api/v1/users`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ email: "new@keys-of-others.example.test" }),
    });
    expect(answer.status).toBe(201);
    const olga = await as(Olga);
    await olga.goto("/activity");
    await olga.getByText("Key Directory sync invited new as user").click();
    await expect(olga.getByText("On behalf of")).toBeVisible();
    await look(olga, "what a key did");
  });

  const olga = await as(Olga);
  await test.step("before its holder is paused, the key is named; then it rests until they are back", async () => {
    await olga.goto(`/users/${Adam.userId}`);
    await expect(olga.getByRole("heading", { name: "API keys" })).toBeVisible();
    await look(olga, "a user with a key");
    await olga.getByRole("button", { name: "Pause" }).click();
    await expect(olga.getByText("Their API key rests until then")).toBeVisible();
    await expect(olga.getByRole("dialog").getByText("Directory sync")).toBeVisible();
    await look(olga, "pause someone with a key");
    await olga.getByRole("button", { name: `Pause ${Adam.name}` }).click();
    await expect(olga.getByText("At rest")).toBeVisible();
    expect(await asked(key)).toBe("key_refused");
    await olga.getByRole("button", { name: "Resume" }).first().click();
    await expect(olga.getByText(`${Adam.name} is active again.`)).toBeVisible();
    expect(await asked(key, "/api-keys/current")).toBe(200);
  });

  await test.step("whatever a key is called, it is shown as text and nothing runs [V1.2.1]", async () => {
    for (const name of [
      `"><img src=x onerror=alert(1)>`,
      "</title><script>alert(1)</script>",
      "x".repeat(80),
    ]) {
      const { keyId } = await stageKey(Adam, { name });
      for (const page of ["/developers/keys", `/developers/keys/${keyId}`]) {
        await olga.goto(page);
        await expect(olga.getByText(name, { exact: true }).first()).toBeVisible();
      }
      await olga.getByRole("button", { name: "Revoke" }).click();
      await expect(olga.getByRole("dialog").getByRole("heading", { name })).toBeVisible();
      await look(olga, `a key called ${name.slice(0, 12)}`);
      await olga
        .getByRole("dialog")
        .getByRole("button", { name: /^Revoke/ })
        .click();
      await expect(olga.getByText("It was revoked")).toBeVisible();
    }
    for (const nonsense of ["%00", "<script>", "../..", "1".repeat(500)]) {
      await olga.goto(`/developers/keys/${encodeURIComponent(nonsense)}`);
      await expect(olga.getByText(/There is nothing here|not found/i).first()).toBeVisible();
      await olga.goto(`/developers/keys?${new URLSearchParams({ state: nonsense, cursor: "x" })}`);
    }
    await olga.goto(`/users/${Adam.userId}`);
  });

  await test.step("an owner revokes it, and its holder gets a letter", async () => {
    await olga.getByRole("link", { name: "Directory sync" }).click();
    await expect(olga.getByRole("button", { name: "Rotate" })).toHaveCount(0);
    await olga.getByRole("button", { name: "Revoke" }).click();
    await olga
      .getByRole("dialog")
      .getByRole("button", { name: /^Revoke/ })
      .click();
    await expect(olga.getByText("It was revoked")).toBeVisible();
    const reader = await someone();
    await openLetter(reader, Adam.email, "Directory sync was revoked");
    await expect(reader.locator("article")).toContainText("Olga Owner revoked the API key");
  });

  await test.step("and deletes it permanently, after reading what goes with it [P35]", async () => {
    await olga.getByRole("button", { name: "Delete permanently…" }).click();
    const dialog = olga.getByRole("dialog");
    await expect(dialog).toContainText(/This destroys the key and \d+ entr(y|ies) of the activity/);
    await look(olga, "the question before a key is permanently deleted");
    await dialog.getByRole("button", { name: "Delete permanently" }).click();
    await expect(olga).toHaveURL(/\/developers\/keys$/);
    await expect(olga.getByText("Directory sync")).toHaveCount(0);
  });
});
