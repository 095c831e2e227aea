import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import type { Guard } from "./send/destination";

/** Where this installation lets messages go. */
export const guardOfInstallation = (): Guard =>
  shared("webhook-guard", () => {
    const { loopback, webhookAllow } = readEnv(process.env);
    return { loopback, allowed: webhookAllow };
  });
