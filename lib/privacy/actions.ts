"use server";

import { action } from "@/lib/gate/action";
import { answerRequest } from "./answer-request";
import { cancelErasure } from "./cancel-erasure";
import { requestErasure } from "./request-erasure";

export const requestErasureAction = action(requestErasure);
export const cancelErasureAction = action(cancelErasure);
export const answerRequestAction = action(answerRequest);
