import { z } from "zod";

import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { accountOf } from "@/lib/policy/scope";
import { findDelivery } from "./delivery-rows";
import { replay } from "./replay";
import { DeliveryId } from "./webhook";

/** Sends one message again, with the id it had, so that a receiver who got it already can tell. */
export const replayDelivery = command("webhook.replay", {
  input: z.strictObject({ deliveryId: DeliveryId }),
  refuses: ["webhook_at_rest", "already_on_its_way", "payload_destroyed"],
  target: findDelivery,
  prepare: (_input, me) => insist("webhook replays of an account", accountOf(me)),
  async run({ db, target }) {
    const { delivery, message, row } = target;
    if (row.state !== "active") throw new Failure("webhook_at_rest");
    if (delivery.state === "pending") throw new Failure("already_on_its_way");
    if (!message.payload) throw new Failure("payload_destroyed");
    await replay(db, row, { states: [delivery.state], deliveryId: delivery.id });
    return {
      value: null,
      told: {
        object: { kind: target.kind, id: target.id, name: target.name },
        particulars: { delivery: delivery.id, topic: delivery.topic, was: delivery.state },
      },
    };
  },
});
