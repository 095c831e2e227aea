import { cache } from "react";

import { read } from "@/lib/gate/page";
import { showUser } from "@/lib/users/show-user";

/** The user of this address, asked for once however many parts of the page show them. */
export const userOf = cache((userId: string) => read(showUser, { userId }));
