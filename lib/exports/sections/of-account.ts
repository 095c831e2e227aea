import type { z } from "zod";

import type { Section } from "./section";

/** A section of a take-out archive. */
export type OfAccount<Shape extends z.ZodObject = z.ZodObject> = Section<
  { accountId: string },
  Shape
>;
