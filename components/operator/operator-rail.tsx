import { AccountSwitcher } from "@/components/frame/account-switcher";
import { placesFor, RailFrame } from "@/components/frame/rail-frame";
import type { Theme } from "@/components/frame/theme";
import { Environment } from "./environment";
import { staffRoleWords } from "@/components/words";
import type { StaffMe } from "@/lib/sessions/session";

type Props = {
  me: StaffMe;
  theme: Theme;
  /** which installation this is: nobody works on the wrong one */
  host: string;
  environment: string;
  loopback: boolean;
};

/** The rail of the operator's area. It says in which installation one is, and as whom. */
export function OperatorRail({ me, theme, host, environment, loopback }: Props) {
  const { id, name, roles } = me.staff;
  return (
    <RailFrame
      home="/operator"
      bar={
        <span className="min-w-0 flex-1 truncate">
          <span className="operator-label">Operator</span>{" "}
          <span className="text-sm text-muted">{host}</span>
        </span>
      }
      here={
        <>
          <div className="grid justify-items-start gap-1 px-2">
            <span className="operator-label">Operator</span>
            <span className="text-sm break-all text-muted">
              {host}
              {loopback && ", this machine only"}
            </span>
            {environment !== "production" && <Environment name={environment} />}
          </div>
          {me.accounts.length > 0 && (
            <AccountSwitcher accounts={me.accounts} operator name="Operator" />
          )}
        </>
      }
      places={placesFor(me.may, [
        {
          href: "/operator",
          name: "Overview",
          icon: "system",
          exact: true,
          verb: "installation.show",
        },
        { href: "/operator/traffic", name: "Traffic", icon: "code", verb: "traffic.survey" },
        { href: "/operator/requests", name: "By request", icon: "search", verb: "traffic.trace" },
        { href: "/operator/support", name: "Support", icon: "eye", verb: "support.list_mine" },
        {
          href: "/operator/break-glass",
          name: "Break-glass",
          icon: "warn",
          verb: "support.list_break_glass",
        },
        {
          href: "/operator/reviews",
          name: "Reviews",
          icon: "check",
          verb: "support.list_reviews",
        },
        { href: "/operator/staff", name: "Staff", icon: "users", verb: "staff.list" },
        {
          href: "/operator/backups",
          name: "Backups",
          icon: "undo",
          verb: "installation.show_backups",
        },
        {
          href: "/operator/processors",
          name: "Processors",
          icon: "send",
          verb: "processor.list_objections",
        },
        {
          href: "/operator/locations",
          name: "Locations",
          icon: "globe",
          verb: "location.add",
        },
        {
          href: "/operator/cleanup",
          name: "Clean-up",
          icon: "bin",
          verb: "installation.show_cleanup",
        },
        { href: "/operator/log", name: "Log", icon: "activity", verb: "installation.list_log" },
        { href: "/operator/me", name: "You", icon: "profile" },
      ])}
      me={{
        href: "/operator/me",
        id,
        name,
        about: roles.map((role) => staffRoleWords[role]).join(", "),
      }}
      theme={theme}
    />
  );
}
