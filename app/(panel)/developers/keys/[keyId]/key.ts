import { cache } from "react";

import { showKey } from "@/lib/api-keys/show-key";
import { read } from "@/lib/gate/page";

/** The key of this address, asked for once however many parts of the page show it. */
export const keyOf = cache((keyId: string) => read(showKey, { keyId }));
