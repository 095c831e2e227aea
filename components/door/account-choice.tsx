"use client";

import { Icon } from "@/components/ui/icon";
import { RefusalNotice } from "@/components/ui/refusal-notice";
import { useVerb } from "@/components/ui/use-verb";
import { roleWords } from "@/components/words";
import { chooseAccountAction, chooseOperatorAction } from "@/lib/sessions/actions";
import type { AccountChoice } from "@/lib/sessions/session";

type Props = {
  accounts: AccountChoice[];
  /** whether the operator's area is one of the choices */
  operator: boolean;
};

/** The accounts someone has a place in, and the operator's area for the staff; choosing one starts working there. */
export function AccountChoiceList({ accounts, operator }: Props) {
  const account = useVerb(chooseAccountAction);
  const area = useVerb(chooseOperatorAction);
  const pending = account.pending || area.pending;
  const refusal = account.refusal ?? area.refusal;
  return (
    <div className="grid gap-3" aria-busy={pending}>
      {refusal && !pending && <RefusalNotice refusal={refusal} />}
      <ul className="grid gap-2">
        {accounts.map(({ id, name, role }) => (
          <Choice
            key={id}
            name={name}
            as={roleWords[role]}
            disabled={pending}
            choose={() => account.run({ accountId: id }, () => window.location.assign("/"))}
          />
        ))}
        {operator && (
          <Choice
            name="Operator"
            as="Staff of this installation"
            disabled={pending}
            choose={() => area.run({}, () => window.location.assign("/operator"))}
          />
        )}
      </ul>
    </div>
  );
}

function Choice(props: { name: string; as: string; disabled: boolean; choose: () => void }) {
  return (
    <li>
      <button
        type="button"
        className="flex w-full cursor-pointer items-center gap-3 rounded-md border border-edge px-3.5 py-2.5 text-start hover:bg-hover"
        disabled={props.disabled}
        onClick={props.choose}
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold" dir="auto">
            {props.name}
          </span>
          <span className="block text-sm text-muted">{props.as}</span>
        </span>
        <Icon name="right" className="text-muted" />
      </button>
    </li>
  );
}
