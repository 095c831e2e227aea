import Link from "next/link";

import { AccountSwitcher } from "@/components/frame/account-switcher";
import { NavLinks, type Place } from "@/components/frame/nav-links";
import { SignOut } from "@/components/frame/sign-out";
import type { Theme } from "@/components/frame/theme";
import { ThemeSwitch } from "@/components/frame/theme-switch";
import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Mark } from "@/components/ui/mark";
import { staffRoleWords } from "@/components/words";
import type { StaffMe } from "@/lib/sessions/session";

const railId = "rail";

type Props = {
  me: StaffMe;
  theme: Theme;
  /** which installation this is: nobody works on the wrong one */
  host: string;
  loopback: boolean;
};

/** The rail of the operator's area. It says in which installation one is, and as whom. */
export function OperatorRail({ me, theme, host, loopback }: Props) {
  const { name, roles } = me.staff;
  return (
    <header className="contents">
      <div className="sticky top-0 z-10 flex h-13 items-center gap-2.5 border-b border-line bg-rail px-4 md:hidden">
        <Mark className="size-6" />
        <span className="min-w-0 flex-1 truncate">
          <span className="operator-label">Operator</span>{" "}
          <span className="text-sm text-muted">{host}</span>
        </span>
        <button type="button" className="btn btn-small" popoverTarget={railId}>
          <Icon name="menu" />
          Menu
        </button>
      </div>
      <div id={railId} popover="auto" className="rail">
        <div className="grid gap-3">
          <Link
            href="/operator"
            className="flex min-h-8 items-center gap-2.5 px-2 text-lg font-semibold tracking-tight"
          >
            <Mark className="size-6" />
            Castellan
          </Link>
          <div className="grid justify-items-start gap-1 px-2">
            <span className="operator-label">Operator</span>
            <span className="text-sm break-all text-muted">
              {host}
              {loopback && ", this machine only"}
            </span>
          </div>
          {me.accounts.length > 0 && (
            <AccountSwitcher accounts={me.accounts} operator name="Operator" />
          )}
        </div>
        <nav aria-label="Main" className="grid flex-1 content-start gap-5">
          <NavLinks railId={railId} places={placesOf(me)} />
        </nav>
        <div className="grid gap-3 border-t border-line pt-4">
          <Link
            href="/operator/me"
            className="flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-sunken"
          >
            <Avatar name={name} />
            <span className="min-w-0">
              <span className="block truncate font-semibold" dir="auto">
                {name}
              </span>
              <span className="block truncate text-xs text-muted">
                {roles.map((role) => staffRoleWords[role]).join(", ")}
              </span>
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

function placesOf({ may }: StaffMe): Place[] {
  const places: (Place & { verb?: string })[] = [
    { href: "/operator", name: "Overview", icon: "system", exact: true, verb: "installation.show" },
    { href: "/operator/traffic", name: "Traffic", icon: "code", verb: "traffic.survey" },
    { href: "/operator/requests", name: "By request", icon: "search", verb: "traffic.trace" },
    { href: "/operator/staff", name: "Staff", icon: "users", verb: "staff.list" },
    {
      href: "/operator/backups",
      name: "Backups",
      icon: "undo",
      verb: "installation.show_backups",
    },
    { href: "/operator/log", name: "Log", icon: "activity", verb: "installation.list_log" },
    { href: "/operator/me", name: "You", icon: "profile" },
  ];
  return places
    .filter(({ verb }) => !verb || may.includes(verb))
    .map(({ verb: _verb, ...place }) => place);
}
