import createClient, { type ClientOptions } from "openapi-fetch";

import type { paths } from "./paths";

/** The API with types from its own description: what is sent and what is answered, each refusal's codes included. */
export const apiClient = (options: ClientOptions) => createClient<paths>(options);
