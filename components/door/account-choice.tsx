"use client";

import { Icon } from "@/components/ui/icon";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb } from "@/components/ui/use-verb";
import { roleWords } from "@/components/words";
import { chooseAccountAction } from "@/lib/sessions/actions";
import type { AccountChoice } from "@/lib/sessions/session";

/** The accounts someone has a place in; choosing one starts working there. */
export function AccountChoiceList({ accounts }: { accounts: AccountChoice[] }) {
  const { run, pending, refusal } = useVerb(chooseAccountAction);
  return (
    <div className="grid gap-3" aria-busy={pending}>
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      <ul className="grid gap-2">
        {accounts.map((account) => (
          <li key={account.id}>
            <button
              type="button"
              className="flex w-full cursor-pointer items-center gap-3 rounded-md border border-edge px-3.5 py-2.5 text-start hover:bg-hover"
              disabled={pending}
              onClick={() => run({ accountId: account.id }, () => window.location.assign("/"))}
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold" dir="auto">
                  {account.name}
                </span>
                <span className="block text-sm text-muted">{roleWords[account.role]}</span>
              </span>
              <Icon name="right" className="text-muted" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
