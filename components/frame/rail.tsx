import Link from "next/link";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Mark } from "@/components/ui/mark";
import { roleWords } from "@/components/words";
import type { Me } from "@/lib/sessions/session";

import { AccountSwitcher } from "./account-switcher";
import { NavLinks, type Place } from "./nav-links";
import { SignOut } from "./sign-out";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

const railId = "rail";

/** The left rail; on a phone it waits behind the menu button of the top bar. */
export function Rail({ me, theme }: { me: Me; theme: Theme }) {
  return (
    <header className="contents">
      <div className="sticky top-0 z-10 flex h-13 items-center gap-2.5 border-b border-line bg-rail px-4 md:hidden">
        <Mark className="size-6" />
        <span className="min-w-0 flex-1 truncate font-semibold" dir="auto">
          {me.account.name}
        </span>
        <button type="button" className="btn btn-small" popoverTarget={railId}>
          <Icon name="menu" />
          Menu
        </button>
      </div>
      <div id={railId} popover="auto" className="rail">
        <div className="grid gap-3">
          <Link
            href="/"
            className="flex min-h-8 items-center gap-2.5 px-2 text-lg font-semibold tracking-tight"
          >
            <Mark className="size-6" />
            Castellan
          </Link>
          <AccountSwitcher accounts={me.accounts} operator={me.operator} name={me.account.name} />
        </div>
        <nav aria-label="Main" className="grid flex-1 content-start gap-5">
          <NavLinks railId={railId} places={placesOf(me)} />
        </nav>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-4">
          <Link
            href="/me"
            className="flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-sunken"
          >
            <Avatar name={me.name} />
            <span className="min-w-0">
              <span className="block truncate font-semibold" dir="auto">
                {me.name}
              </span>
              <span className="block truncate text-xs text-muted">{roleWords[me.role]}</span>
            </span>
          </Link>
          <div className="flex items-center justify-between gap-2 px-1">
            <ThemeSwitch chosen={theme} />
            <SignOut />
          </div>
        </div>
      </div>
    </header>
  );
}

function placesOf(me: Me): Place[] {
  const places: (Place & { verb?: string })[] = [
    { href: "/users", name: "Users", icon: "users", verb: "user.list" },
    { href: "/activity", name: "Activity", icon: "activity", verb: "activity.list" },
    { href: "/account", name: "Account", icon: "account", verb: "account.show" },
    { href: "/developers", name: "Developers", icon: "code", verb: "traffic.overview" },
    { href: "/me", name: "You", icon: "profile" },
  ];
  return places
    .filter(({ verb }) => !verb || me.may.includes(verb))
    .map(({ href, name, icon }) => ({ href, name, icon }));
}
