import { callFrom, expect, look, test } from "./fixtures";
import { stageStory } from "./stage";

test("an auditor sees everything and can change nothing [V8.3.1]", async ({ as }) => {
  const { Aria, Mia, Pia, Ivo, Olga } = await stageStory(
    "auditing",
    "Olga",
    "Aria",
    "Mia",
    "Pia",
    "Ivo",
  );
  const aria = await as(Aria);

  await test.step("no verb on the list", async () => {
    await aria.goto("/users");
    await expect(aria.getByRole("row", { name: /Pia Paused/ })).toBeVisible();
    await expect(aria.getByRole("link", { name: "Invite people" })).toHaveCount(0);
    for (const { name } of [Olga, Mia, Pia, Ivo]) {
      await aria.getByRole("button", { name: `Actions for ${name}` }).click();
      await expect(aria.getByRole("menuitem")).toHaveText(["Open"]);
      await aria.keyboard.press("Escape");
    }
    await expect(aria.getByRole("checkbox")).toHaveCount(0);
    await look(aria, "the list, seen by an auditor");
  });

  await test.step("no verb on any user, in any state", async () => {
    for (const { userId, name } of [Olga, Mia, Pia, Ivo]) {
      for (const tab of ["", "/sessions", "/activity"]) {
        await aria.goto(`/users/${userId}${tab}`);
        await expect(aria.getByRole("heading", { name })).toBeVisible();
        await expect(aria.getByRole("main").getByRole("button")).toHaveCount(0);
      }
    }
    await aria.goto(`/users/${Pia.userId}`);
    await look(aria, "a paused user, seen by an auditor");
  });

  await test.step("account and activity to read, nothing to press", async () => {
    await aria.goto("/account");
    await expect(aria.getByRole("main").getByRole("button")).toHaveCount(0);
    await aria.goto("/activity");
    await expect(aria.getByText("Nothing has happened yet")).toBeVisible();
    await look(aria, "nothing has happened yet");
    await aria.goto("/users/invite");
    await expect(aria.getByText("Your role does not invite")).toBeVisible();
    await look(aria, "invite, not allowed");
  });

  await test.step("the requests behind the missing buttons are refused", async () => {
    const user = `/api/v1/users/${Mia.userId}`;
    const tries: [method: string, address: string, data?: object][] = [
      ["POST", "/api/v1/users", { email: "x@auditing.example.test" }],
      ["PATCH", user, { name: "Changed" }],
      ["DELETE", user],
      ["PUT", `${user}/pause`, {}],
      ["DELETE", `/api/v1/users/${Pia.userId}/pause`],
      ["PUT", `${user}/role`, { role: "administrator" }],
      ["PUT", `/api/v1/users/${Aria.userId}/role`, { role: "administrator" }],
      ["PUT", `${user}/ownership`, {}],
      ["PUT", `${user}/email`, { email: "x@auditing.example.test" }],
      ["POST", `/api/v1/users/${Ivo.userId}/invitation`],
      ["POST", `${user}/password-reset`],
      ["DELETE", `${user}/sessions`],
      ["PATCH", "/api/v1/account", { name: "Changed" }],
    ];
    for (const [method, address, data] of tries) {
      const { status } = await callFrom(aria, method, address, data);
      expect([method, address, status]).toEqual([method, address, 403]);
    }
    await aria.goto(`/users/${Mia.userId}`);
    await expect(aria.getByText("Active", { exact: true })).toBeVisible();
    await aria.goto("/activity?outcome=denied");
    await expect(aria.locator("details.event")).toHaveCount(tries.length);
    await expect(
      aria.getByText("Aria Auditor tried to pause Mia Member: not allowed"),
    ).toBeVisible();
    await look(aria, "what an auditor was denied");
  });
});
