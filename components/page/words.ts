import type { Drawn } from "@/lib/sessions/drawn";

/** Where a page belongs, in words. */
export const placeOf = ({ account, as }: Drawn): string =>
  account?.name ?? (as === "staff" ? "the operator's area" : "the choice of accounts");

/** What changed since a page was drawn, told on its cover. */
export function changeOf(was: Drawn, now: Drawn): { title: string; says: string } {
  if (was.as === "nobody") {
    return {
      title: "You are signed in now",
      says: `This page was opened before anybody had signed in. ${signedInAs(was, now)}`,
    };
  }
  if (now.as === "nobody") {
    return {
      title: "You are signed out",
      says: `This page was opened for ${placeOf(was)}, so what it showed is covered. Sign in again to go on.`,
    };
  }
  return {
    title: `This page was opened for ${placeOf(was)}`,
    says: signedInAs(was, now),
  };
}

function signedInAs(was: Drawn, now: Drawn): string {
  const name = now.name && now.name !== was.name ? ` as ${now.name}` : "";
  switch (now.as) {
    case "support":
      return `You are now inside ${placeOf(now)} as support.`;
    case "staff":
      return `You are now in the operator's area${name}.`;
    case "person":
      return "You are now signed in without an account.";
    case "user":
      return `You are now signed in to ${placeOf(now)}${name}.`;
    case "nobody":
      return "You are now signed out.";
  }
}
