import { redirect } from "next/navigation";

import { currentMe } from "@/lib/gate/page";

/** Those who look after people start with them; everyone else starts with themselves. */
export default async function Start() {
  const me = await currentMe();
  redirect(me.may.includes("user.list") ? "/users" : "/me");
}
