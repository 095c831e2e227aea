import { mayDo, type CommandName } from "@/lib/policy/policy";
import type { Actor } from "@/lib/policy/actor";
import { nobody } from "@/lib/gate/look";
import type { DeliveryState } from "./webhook";
import type { WebhookRecord } from "./rows";

/** The states of an endpoint in which a verb makes sense at all. */
const sensible = {
  "webhook.edit": ["active", "paused", "disabled"],
  "webhook.pause": ["active"],
  "webhook.resume": ["paused", "disabled"],
  "webhook.delete": ["active", "paused", "disabled"],
  "webhook.rotate_secret": ["active", "paused", "disabled"],
  "webhook.test": ["active", "paused", "disabled"],
  "webhook.replay_range": ["active"],
} satisfies Partial<Record<CommandName, readonly WebhookRecord["state"][]>>;

/** What the one who asks may do to an endpoint now; the screen shows exactly these. */
export const abilitiesOnWebhook = (me: Actor, state: WebhookRecord["state"]): CommandName[] =>
  (Object.keys(sensible) as (keyof typeof sensible)[]).filter(
    (verb) => (sensible[verb] as readonly string[]).includes(state) && mayDo[verb](me, nobody),
  );

/** Whether the one who asks may have a delivery sent again now. */
export const abilitiesOnDelivery = (
  me: Actor,
  endpoint: WebhookRecord["state"],
  delivery: { state: DeliveryState; test: boolean; destroyed: boolean },
): CommandName[] =>
  endpoint === "active" &&
  delivery.state !== "pending" &&
  !delivery.test &&
  !delivery.destroyed &&
  mayDo["webhook.replay"](me, nobody)
    ? ["webhook.replay"]
    : [];
