import { randomBytes } from "node:crypto";

import { Webhook } from "standardwebhooks";

import { second } from "@/lib/clock";

/** How old a message may be when it arrives; receivers refuse older ones, and ones from the future (T59). */
export const TOLERANCE = 5 * 60 * second;

/** A secret as Standard Webhooks has it: 32 random bytes, recognisable by how it begins. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** The headers that prove who sent a message, signed with every secret that is in force (Standard Webhooks). */
export function signedHeaders(
  secrets: string[],
  messageId: string,
  at: Date,
  body: string,
): Record<string, string> {
  return {
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(at.getTime() / second)),
    "webhook-signature": secrets.map((secret) => sign(secret, messageId, at, body)).join(" "),
  };
}

export const sign = (secret: string, messageId: string, at: Date, body: string): string =>
  new Webhook(secret).sign(messageId, at, body);
