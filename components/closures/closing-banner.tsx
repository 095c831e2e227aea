import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Notice } from "@/components/ui/notice";
import type { Me } from "@/lib/sessions/session";
import { BringBack } from "./bring-back";

/** What everyone in an account sees while it is being closed; owners can bring it back from here. */
export function ClosingBanner({ me, reader }: { me: Me; reader: Reader }) {
  const { closing, name } = me.account;
  if (!closing) return null;
  const owner = me.may.includes("account.cancel_close");
  return (
    <div className="pb-5">
      <Notice
        tone="warn"
        title={closing.endsAt ? `${name} is being closed` : `Somebody wants to close ${name}`}
      >
        {closing.endsAt ? (
          <p>
            Everything works as before until <Time at={closing.endsAt} reader={reader} as="full" />.
            Then nobody can sign in any more, and what the account holds is destroyed.{" "}
            {!owner && "If that is a mistake, tell an owner now."}
          </p>
        ) : (
          <p>Nothing happens before another owner confirms it under Account, Data.</p>
        )}
        {owner && (
          <div className="pt-1">
            <BringBack />
          </div>
        )}
      </Notice>
    </div>
  );
}
