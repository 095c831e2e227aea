"use server";

import { action } from "@/lib/gate/action";
import { grantOwnership } from "./grant-ownership";
import { releaseOwnership } from "./release-ownership";

export const grantOwnershipAction = action(grantOwnership);
export const releaseOwnershipAction = action(releaseOwnership);
