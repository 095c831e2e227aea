"use server";

import { action } from "@/lib/gate/action";
import { createKey } from "./create-key";
import { editKey } from "./edit-key";
import { removeKey } from "./remove-key";
import { revokeKey } from "./revoke-key";
import { rotateKey } from "./rotate-key";

export const createKeyAction = action(createKey);
export const editKeyAction = action(editKey);
export const rotateKeyAction = action(rotateKey);
export const removeKeyAction = action(removeKey);
export const revokeKeyAction = action(revokeKey);
