"use client";

import { doubtPage } from "@/components/page/page-of-tab";
import { Icon } from "@/components/ui/icon";
import { Menu, type MenuEntry } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { Refusal } from "@/lib/gate/failure";
import { chooseAccountAction, chooseOperatorAction } from "@/lib/sessions/actions";
import type { AccountChoice } from "@/lib/sessions/session";

type Props = {
  accounts: AccountChoice[];
  /** whether the operator's area is one of the choices */
  operator: boolean;
  /** where one works now */
  name: string;
};

/** The account one works in; with a second one, or the operator's area, a menu to change over. */
export function AccountSwitcher({ accounts, operator, name }: Props) {
  const elsewhere: MenuEntry[] = accounts.map((account) => ({
    label: account.current ? `${account.name} (here)` : account.name,
    icon: account.current ? "check" : "account",
    onSelect: () => void (account.current || change(account.id)),
  }));
  const inAccount = accounts.some(({ current }) => current);
  if (operator) {
    elsewhere.push("rule", {
      label: inAccount ? "Operator" : "Operator (here)",
      icon: inAccount ? "security" : "check",
      onSelect: () => void (inAccount && toOperator()),
    });
  }
  if (elsewhere.length < 2 || (!accounts.length && operator))
    return (
      <p className="truncate px-2 py-1.5 font-semibold" dir="auto">
        {name}
      </p>
    );

  return (
    <Menu
      label={`Account: ${name}. Change account`}
      side="right"
      className="flex min-h-8 w-full items-center justify-between gap-2 rounded-md px-2 py-1 text-start font-semibold hover:bg-sunken"
      entries={elsewhere}
    >
      <span className="truncate" dir="auto">
        {name}
      </span>
      <Icon name="updown" className="size-4 text-muted" />
    </Menu>
  );
}

function refused({ code, says }: Refusal) {
  doubtPage(code);
  toast(says);
}

async function change(accountId: string) {
  const outcome = await chooseAccountAction({ accountId });
  if (outcome.ok) window.location.assign("/");
  else refused(outcome);
}

async function toOperator() {
  const outcome = await chooseOperatorAction({});
  if (outcome.ok) window.location.assign("/operator");
  else refused(outcome);
}
