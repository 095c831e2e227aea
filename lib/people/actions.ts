"use server";

import { action } from "@/lib/gate/action";
import { cancelMyEmailChange } from "./cancel-my-email-change";
import { confirmEmail } from "./confirm-email";
import { editMe } from "./edit-me";
import { eraseMe } from "./erase-me";
import { revertEmail } from "./revert-email";
import { stopEmailChange } from "./stop-email-change";
import { startMyEmailChange } from "./start-my-email-change";

export const editMeAction = action(editMe);
export const eraseMeAction = action(eraseMe);
export const startMyEmailChangeAction = action(startMyEmailChange);
export const cancelMyEmailChangeAction = action(cancelMyEmailChange);
export const confirmEmailAction = action(confirmEmail);
export const stopEmailChangeAction = action(stopEmailChange);
export const revertEmailAction = action(revertEmail);
