"use server";

import { action } from "@/lib/gate/action";
import { askAction } from "@/lib/gate/ask-action";
import { changePassword } from "./change-password";
import { checkPassword } from "./check-password";
import { requestReset } from "./request-reset";
import { setPassword } from "./set-password";

export const requestResetAction = action(requestReset);
export const setPasswordAction = action(setPassword);
export const changePasswordAction = action(changePassword);
export const checkPasswordAction = askAction(checkPassword);
