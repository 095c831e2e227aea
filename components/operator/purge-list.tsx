import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import type { PurgeView } from "@/lib/purge/show-cleanup";
import { inDigits } from "@/lib/intl";

const kinds = { account: "Account", person: "Person", user: "User" };

/** What was destroyed, each with its certificate and the day no backup holds it any more. */
export function PurgeList({ purges, reader }: { purges: PurgeView[]; reader: Reader }) {
  return (
    <Section
      title="Destroyed"
      about="Accounts and persons, and users whom backups still hold. The certificate is confirmed by itself when the last backup is gone."
    >
      {purges.length === 0 && <Empty title="Nothing was destroyed yet" />}
      <ol className="divide-y divide-line">
        {purges.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-5 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-72">
              <span className="font-semibold">{kinds[one.kind]}</span>{" "}
              <code className="font-mono text-xs break-all text-muted">
                {one.kind === "account" ? one.accountId : `certificate ${one.id}`}
              </code>
              <p className="text-sm text-muted">
                begun <Time at={one.startedAt} reader={reader} as="full" />
                {one.kind === "account" && `, ${inDigits(one.rows)} rows`}
              </p>
            </div>
            <State one={one} reader={reader} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function State({ one, reader }: { one: PurgeView; reader: Reader }) {
  if (!one.finishedAt) return <Badge tone="warn">Under way</Badge>;
  if (one.goneAt) return <Badge tone="good">Gone everywhere</Badge>;
  return (
    <span className="text-sm text-muted">
      in encrypted backups until{" "}
      {one.goneBy ? <Time at={one.goneBy} reader={reader} as="day" /> : "the next look"}
    </span>
  );
}
