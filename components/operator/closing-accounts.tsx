import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge, type Tone } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import type { ClosingAccount } from "@/lib/purge/show-cleanup";

const states: Record<ClosingAccount["state"], [tone: Tone, says: string]> = {
  waiting: ["calm", "Waits for a second owner"],
  cooling: ["warn", "Can come back"],
  sealed: ["danger", "Sealed"],
};

/** Accounts on their way out, by id. */
export function ClosingAccounts({
  accounts,
  reader,
}: {
  accounts: ClosingAccount[];
  reader: Reader;
}) {
  return (
    <Section title="Closing" about="Closed by their owners. What they are called stays theirs.">
      {accounts.length === 0 && <Empty title="No account is being closed" />}
      <ul className="divide-y divide-line">
        {accounts.map((one) => (
          <li key={one.accountId} className="flex flex-wrap items-center gap-x-5 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-72">
              <code className="font-mono text-sm break-all">{one.accountId}</code>{" "}
              <Badge tone={states[one.state][0]}>{states[one.state][1]}</Badge>
              <p className="text-sm text-muted">
                asked for <Time at={one.requestedAt} reader={reader} as="day" />, {one.users}{" "}
                {one.users === 1 ? "user" : "users"}
              </p>
            </div>
            <p className="text-sm">
              {one.coolingEndsAt && (
                <>
                  {one.state === "sealed" ? "sealed since" : "sealed on"}{" "}
                  <Time at={one.coolingEndsAt} reader={reader} as="day" />
                </>
              )}
              {one.dueAt && (
                <span className="block text-muted">
                  destroyed <Time at={one.dueAt} reader={reader} as="full" />,{" "}
                  {one.onRequest ? "on request" : "at the clean-up"}
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
