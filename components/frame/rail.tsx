import { roleWords } from "@/components/words";
import type { Me } from "@/lib/sessions/session";

import { AccountSwitcher } from "./account-switcher";
import { placesFor, RailFrame } from "./rail-frame";
import type { Theme } from "./theme";

/** The rail of an account. */
export function Rail({ me, theme }: { me: Me; theme: Theme }) {
  return (
    <RailFrame
      home="/"
      bar={
        <span className="min-w-0 flex-1 truncate font-semibold" dir="auto">
          {me.account.name}
        </span>
      }
      here={
        <AccountSwitcher accounts={me.accounts} operator={me.operator} name={me.account.name} />
      }
      places={placesFor(me.may, [
        { href: "/users", name: "Users", icon: "users", verb: "user.list" },
        { href: "/activity", name: "Activity", icon: "activity", verb: "activity.list" },
        { href: "/account", name: "Account", icon: "account", verb: "account.show" },
        {
          href: "/trust/ledger",
          area: "/trust",
          name: "Trust",
          icon: "eye",
          verb: "ledger.list",
        },
        { href: "/developers", name: "Developers", icon: "code", verb: "traffic.overview" },
        ...(me.support ? [] : [{ href: "/me", name: "You", icon: "profile" } as const]),
      ])}
      me={{
        href: me.support ? null : "/me",
        id: me.id,
        name: me.name,
        about: me.support ? "Support" : roleWords[me.role],
      }}
      theme={theme}
    />
  );
}
