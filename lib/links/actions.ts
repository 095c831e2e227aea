"use server";

import { action } from "@/lib/gate/action";
import { askAction } from "@/lib/gate/ask-action";
import { openLink } from "./open-link";
import { renewLink } from "./renew-link";

export const openLinkAction = askAction(openLink);
export const renewLinkAction = action(renewLink);
