import { type Packed, pack } from "@/lib/egress/pack";
import type { PurposeOf } from "@/lib/egress/processors";
import { fullDataOf, headOf, thinDataOf, type Told } from "./envelope";

/** A message as it leaves: what the contract with receivers lets out of it, and the bytes that are made of just that. */
export type Message = {
  packed: Packed<"receivers", PurposeOf<"receivers">>;
  body: string;
};

/** Packs a message for a receiver: with ids alone, or with what happened. The bytes are the same at every attempt. */
export function messageOf(told: Told, thin: boolean): Message {
  const head = headOf(told);
  if (thin) {
    const packed = pack({
      ...{ processor: "receivers", purpose: "tell_that" },
      payload: { event_ids: { ...head, data: thinDataOf(told.payload) } },
    });
    return { packed, body: JSON.stringify(packed.payload.event_ids) };
  }
  const packed = pack({
    ...{ processor: "receivers", purpose: "tell_what" },
    payload: { event: { ...head, data: fullDataOf(told.payload) } },
  });
  return { packed, body: JSON.stringify(packed.payload.event) };
}
