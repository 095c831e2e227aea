import "server-only";

import { reference } from "@/lib/api/openapi/reference";
import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";

/** Made once: it changes only with the program itself. */
export const theReference = () => shared("reference", () => reference(readEnv(process.env).origin));
