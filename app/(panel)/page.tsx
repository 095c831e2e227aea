import { redirect } from "next/navigation";

import { currentMe } from "@/lib/gate/page";

/** Those who look after people start with them, support with what is open to it; everyone else starts with themselves. */
export default async function Start() {
  const me = await currentMe();
  redirect(starts.find(([question]) => me.may.includes(question))?.[1] ?? "/me");
}

const starts = [
  ["user.list", "/users"],
  ["activity.list", "/activity"],
  ["account.show", "/account"],
  ["traffic.overview", "/developers"],
  ["webhook.list", "/developers/webhooks"],
] as const;
