import { randomUUID } from "node:crypto";

import { stageStaff } from "@/lib/cast/stage";

import { expect, look, type Page, test } from "./fixtures";
import { openLetter } from "./letters";
import { addressIn, type OnStage, stageStory } from "./stage";

/** A day so many days from now, as a date field has it. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("[P46] the operator announces a processor, an owner is told by letter and objects, and everyone reads of it", async ({
  as,
  someone,
}) => {
  const { Olga, Aria } = await stageStory("processors", "Olga", "Aria");
  const sven = await stageStaff("Sven Security", addressIn("processors", "Sven"), ["security"]);
  const name = `Lettermen ${randomUUID().slice(0, 8)}`;
  /** what a page says of this change, whatever others are planned */
  const changeOn = (page: Page) => page.getByRole("listitem").filter({ hasText: `${name} joins` });

  const operator = await as(sven as unknown as OnStage);
  await operator.goto("/operator/processors");
  await operator.getByRole("button", { name: "Announce a change" }).click();
  await operator.getByLabel("Name").fill(name);
  await operator.getByLabel("For what").fill("to print letters");
  await operator.getByLabel("Which data").fill("names and addresses");
  await operator.getByLabel("Country").fill("Austria");
  await operator.getByLabel("Takes effect on").fill(dayIn(10));
  await look(operator, "announcing a change");
  await operator.getByRole("button", { name: "Announce it to all owners" }).click();
  await expect(operator.getByText("Owners have 30 days to object. Choose")).toBeVisible();
  await operator.getByLabel("Takes effect on").fill(dayIn(40));
  await operator.getByRole("button", { name: "Announce it to all owners" }).click();
  await expect(operator.getByRole("heading", { name: `${name} joins` })).toBeVisible();
  await look(operator, "the processors, as the operator has them");

  const olga = await as(Olga);
  await openLetter(olga, Olga.email, "A change of who processes your data");
  await expect(olga.locator("article")).toContainText(`${name} is to process data`);
  await olga.goto("/account");
  await olga.getByRole("link", { name: "Read what is planned" }).click();
  await changeOn(olga).getByRole("button", { name: "Object" }).click();
  await olga.getByRole("dialog").getByRole("button", { name: "Object", exact: true }).click();
  await expect(olga.getByText("Say why, so that the operator can answer.")).toBeVisible();
  await olga.getByLabel("Reason").fill("We promised our customers that nothing is printed.");
  await look(olga, "objecting to a change");
  await olga.getByRole("dialog").getByRole("button", { name: "Object", exact: true }).click();
  await expect(olga.getByText("nothing is printed")).toBeVisible();
  await look(olga, "planned changes with an objection");

  const aria = await as(Aria);
  await aria.goto("/trust/changes");
  await expect(aria.getByText("nothing is printed")).toBeVisible();
  await expect(changeOn(aria).getByRole("button", { name: "Object" })).toHaveCount(0);

  const visitor = await someone();
  await visitor.goto("/trust");
  await look(visitor, "the trust pages");
  await visitor.getByRole("link", { name: "Who processes data" }).click();
  await expect(visitor.getByRole("heading", { name: `${name} joins` })).toBeVisible();
  await expect(visitor.getByText("nothing is printed"), "objections are not public").toHaveCount(0);
  await look(visitor, "the public register of processors");

  await operator.reload();
  await expect(operator.getByText(Olga.accountId)).toBeVisible();
  await expect(operator.getByText("nothing is printed")).toBeVisible();
  await changeOn(operator).getByRole("button", { name: "Withdraw" }).click();
  await operator.getByRole("button", { name: "Withdraw it" }).click();
  await expect(changeOn(operator).first()).toContainText("Withdrawn");
  await openLetter(olga, Olga.email, "was withdrawn");
  await visitor.reload();
  await expect(changeOn(visitor)).toContainText("Withdrawn");
});

test("[P23] the operator plans a move, owners are told, and the public register shows it [P24]", async ({
  as,
  someone,
}) => {
  const { Olga } = await stageStory("locations", "Olga");
  const sven = await stageStaff("Sven Security", addressIn("locations", "Sven"), ["security"]);
  const [here, there] = ["Vienna", "Graz"].map((one) => `${one} ${randomUUID().slice(0, 8)}`) as [
    string,
    string,
  ];
  const operator = await as(sven as unknown as OnStage);
  await operator.goto("/operator/locations");
  for (const [place, since] of [
    [here, ""],
    [there, dayIn(30)],
  ] as const) {
    await operator.getByRole("button", { name: "Add a location" }).click();
    await operator.getByLabel("Provider", { exact: true }).fill("Example Hosting");
    await operator.getByLabel("Country").fill("Austria");
    await operator.getByLabel("City or data centre").fill(place);
    await operator.getByLabel("What sort of place").fill("rented server");
    await operator.getByLabel("From").fill(since);
    if (since) await look(operator, "adding a location");
    await operator.getByRole("button", { name: "Add the location" }).click();
    await expect(operator.getByText(place)).toBeVisible();
  }
  await look(operator, "the locations, as the operator has them");

  const olga = await as(Olga);
  await openLetter(olga, Olga.email, "A change of where your data lives");
  await expect(olga.locator("article")).toContainText(there);

  const visitor = await someone();
  await visitor.goto("/trust/locations");
  const planned = visitor.getByRole("region", { name: "Planned" });
  await expect(planned).toContainText(there);
  await expect(visitor.getByRole("region", { name: "Today" })).toContainText(here);
  await expect(visitor.getByText("One shared installation")).toBeVisible();
  await look(visitor, "the public register of locations");

  await operator.getByRole("listitem").filter({ hasText: there }).getByRole("button").click();
  await operator.getByRole("button", { name: "End it" }).click();
  await expect(operator.getByRole("listitem").filter({ hasText: there })).toContainText(
    "Called off",
  );
});
