import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";

const origin = () => shared("origin", () => readEnv(process.env).origin);

/** The pages that letters lead to. The token stands in the fragment, which no server and no scanner gets to see. */
export const address = {
  setPassword: (token: string) => `${origin()}/set-password#t=${token}`,
  setUp: (token: string) => `${origin()}/set-up#t=${token}`,
  confirmEmail: (token: string) => `${origin()}/confirm-email#t=${token}`,
  stopEmailChange: (token: string) => `${origin()}/stop-email-change#t=${token}`,
  revertEmail: (token: string) => `${origin()}/revert-email#t=${token}`,
  apiKey: (keyId: string) => `${origin()}/developers/keys/${keyId}`,
  sessions: () => `${origin()}/me/sessions`,
  webhook: (webhookId: string) => `${origin()}/developers/webhooks/${webhookId}`,
  support: (grantId: string) => `${origin()}/trust/support/${grantId}`,
  erasureRequests: () => `${origin()}/trust/requests`,
  changes: () => `${origin()}/trust/changes`,
  locations: () => `${origin()}/trust/locations`,
  account: () => `${origin()}/account/data`,
  certificate: (code: string) => `${origin()}/trust/certificates/${code}`,
  signIn: () => `${origin()}/sign-in`,
  forgotPassword: () => `${origin()}/forgot-password`,
};
