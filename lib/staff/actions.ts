"use server";

import { action } from "@/lib/gate/action";
import { lookAtAttempts } from "./look-at-attempts";
import { lookAtCalls } from "./look-at-calls";
import { traceRequest } from "./trace-request";

export const lookAtCallsAction = action(lookAtCalls);
export const lookAtAttemptsAction = action(lookAtAttempts);
export const traceRequestAction = action(traceRequest);
