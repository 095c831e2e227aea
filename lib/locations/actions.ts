"use server";

import { action } from "@/lib/gate/action";
import { addLocation } from "./add-location";
import { endLocation } from "./end-location";

export const addLocationAction = action(addLocation);
export const endLocationAction = action(endLocation);
