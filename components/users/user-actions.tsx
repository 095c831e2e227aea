"use client";

import { useRouter } from "next/navigation";

import { useUnmask } from "@/components/support/use-unmask";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { UserView } from "@/lib/users/user";

import { afterVerb } from "./after-verb";
import { useUserVerbs } from "./use-user-verbs";

/** The chief action as a button, the rest in a menu. */
export function UserActions({ user }: { user: UserView }) {
  const router = useRouter();
  const { offers, entries, dialog, pending } = useUserVerbs(user, afterVerb(router));
  const chief = chiefVerbs.flatMap((verb) => offers.find((offer) => offer.verb === verb) ?? [])[0];
  const unmask = useUnmask(user, () => router.refresh());
  if (offers.length === 0 && !unmask.offer) return null;
  return (
    <>
      {unmask.offer && (
        <button type="button" className="btn" onClick={unmask.offer}>
          <Icon name="eye" />
          Unmask…
        </button>
      )}
      {chief && (
        <button type="button" className="btn" onClick={chief.select} disabled={pending}>
          <Icon name={chief.icon} />
          {chief.label.replace("…", "")}
        </button>
      )}
      {entries.length > 1 && (
        <Menu label={`Actions for ${user.name}`} className="btn" entries={entries}>
          Actions
          <Icon name="down" className="size-4" />
        </Menu>
      )}
      {dialog}
      {unmask.dialog}
    </>
  );
}

/** What is most likely wanted, the way back from a state before anything else. */
const chiefVerbs = ["user.resume", "user.restore", "user.resend_invitation", "user.edit"];
