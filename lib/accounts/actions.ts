"use server";

import { action } from "@/lib/gate/action";
import { editAccount } from "./edit-account";
import { setUp } from "./set-up";

export const setUpAction = action(setUp);
export const editAccountAction = action(editAccount);
