import { expect, test } from "vitest";

import { ActivityFilter } from "@/lib/activity/event";
import { CallFilter } from "@/lib/traffic/traffic";
import { DeliveryFilter } from "@/lib/webhooks/webhook";
import { questionFrom } from "./activity/question";
import { callQuestion } from "./traffic/call-question";
import { deliveryQuestion } from "./webhooks/delivery-question";

const reader = { locale: "en-GB", zone: "Europe/Zurich" };
const days = new URLSearchParams({ from: "2026-03-01", to: "2026-03-31", q: "", status: "200" });

test.each([
  ["activity", questionFrom(days, reader).filter, ActivityFilter],
  ["calls", callQuestion(days, reader).filter, CallFilter],
  ["deliveries", deliveryQuestion(days, reader).filter, DeliveryFilter],
])("what an address asks of %s is what the question takes, days as instants", (_, asked, takes) => {
  expect(takes.safeParse(asked).data).toMatchObject({
    from: new Date("2026-02-28T23:00:00Z"),
    to: new Date("2026-03-31T22:00:00Z"),
  });
});
