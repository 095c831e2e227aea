"use server";

import { action } from "@/lib/gate/action";
import { askAction } from "@/lib/gate/ask-action";
import { createWebhook } from "./create-webhook";
import { deleteWebhook } from "./delete-webhook";
import { editWebhook } from "./edit-webhook";
import { pauseWebhook } from "./pause-webhook";
import { previewReplay } from "./preview-replay";
import { removeWebhook } from "./remove-webhook";
import { replayDelivery } from "./replay-delivery";
import { replayRange } from "./replay-range";
import { resumeWebhook } from "./resume-webhook";
import { rotateSecret } from "./rotate-secret";
import { testWebhook } from "./test-webhook";
import { verifySignature } from "./verify-signature";

export const createWebhookAction = action(createWebhook);
export const editWebhookAction = action(editWebhook);
export const pauseWebhookAction = action(pauseWebhook);
export const resumeWebhookAction = action(resumeWebhook);
export const deleteWebhookAction = action(deleteWebhook);
export const removeWebhookAction = action(removeWebhook);
export const rotateSecretAction = action(rotateSecret);
export const testWebhookAction = action(testWebhook);
export const replayDeliveryAction = action(replayDelivery);
export const replayRangeAction = action(replayRange);
export const previewReplayAction = askAction(previewReplay);
export const verifySignatureAction = askAction(verifySignature);
