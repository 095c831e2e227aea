"use server";

import { action } from "@/lib/gate/action";
import { cancelClose } from "./cancel-close";
import { closeAccount } from "./close-account";
import { confirmClose } from "./confirm-close";
import { placeHold } from "./place-hold";
import { releaseHold } from "./release-hold";

export const closeAccountAction = action(closeAccount);
export const confirmCloseAction = action(confirmClose);
export const cancelCloseAction = action(cancelClose);
export const placeHoldAction = action(placeHold);
export const releaseHoldAction = action(releaseHold);
