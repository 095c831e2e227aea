"use server";

import { action } from "@/lib/gate/action";
import { announceChange } from "./announce-change";
import { objectToChange } from "./object-to-change";
import { withdrawChange } from "./withdraw-change";

export const announceChangeAction = action(announceChange);
export const withdrawChangeAction = action(withdrawChange);
export const objectToChangeAction = action(objectToChange);
