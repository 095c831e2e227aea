import { z } from "zod";

/**
 * The personal fields that stay masked until one is unmasked with a reason: names, addresses, titles, words that people
 * wrote, and where somebody came from.
 */
export const personalFields = ["name", "email", "title", "text", "origin"] as const;
export type PersonalField = (typeof personalFields)[number];

/** Which parts of answers are personal. Apart from what the reference of the API says of them. */
export const personalParts = z.registry<{ field: PersonalField }>();

/** Marks a part of an answer as personal: support sees it masked (P49). Everything inside it is meant. */
export function personal<Schema extends z.ZodType>(field: PersonalField, schema: Schema): Schema {
  personalParts.add(schema, { field });
  return schema;
}
