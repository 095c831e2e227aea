"use client";

import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { chooseAccountAction } from "@/lib/sessions/actions";
import type { AccountChoice } from "@/lib/sessions/session";

/** The account one works in; with a second one, a menu to change over. */
export function AccountSwitcher({ accounts, name }: { accounts: AccountChoice[]; name: string }) {
  if (accounts.length < 2)
    return (
      <p className="truncate px-2 py-1.5 font-semibold" dir="auto">
        {name}
      </p>
    );

  async function change(accountId: string) {
    const outcome = await chooseAccountAction({ accountId });
    if (outcome.ok) window.location.assign("/");
    else toast(outcome.says);
  }

  return (
    <Menu
      label={`Account: ${name}. Change account`}
      side="right"
      className="flex min-h-8 w-full items-center justify-between gap-2 rounded-md px-2 py-1 text-start font-semibold hover:bg-sunken"
      entries={accounts.map((account) => ({
        label: account.current ? `${account.name} (here)` : account.name,
        icon: account.current ? "check" : "account",
        onSelect: () => void (account.current || change(account.id)),
      }))}
    >
      <span className="truncate" dir="auto">
        {name}
      </span>
      <Icon name="updown" className="size-4 text-muted" />
    </Menu>
  );
}
