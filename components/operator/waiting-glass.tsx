import { Countdown } from "@/components/support/countdown";
import { ScopeFacts } from "@/components/support/scope-facts";
import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/empty";
import type { Emergency } from "@/lib/support/review";

import { ConfirmGlass } from "./confirm-glass";

/** What waits for a second of the staff: who, why, what exactly, and until when. */
export function WaitingGlass({ waiting, reader }: { waiting: Emergency[]; reader: Reader }) {
  if (waiting.length === 0)
    return (
      <div className="card">
        <Empty title="Nothing waits for a second person" />
      </div>
    );
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {waiting.map((one) => (
        <li key={one.id}>
          <article className="card border-danger!" aria-label={`Emergency in ${one.accountId}`}>
            <div className="card-head">
              <h2 className="min-w-0">
                <bdi>{one.staff.name}</bdi> wants into{" "}
                <code className="font-mono text-sm break-all">{one.accountId}</code>
              </h2>
              <Badge tone="danger">Waits for a second person</Badge>
            </div>
            <div className="card-body grid gap-4">
              <p dir="auto">{one.reason}</p>
              <ScopeFacts grant={one}>
                <dt>Lapses</dt>
                <dd>
                  <Time at={one.lapsesAt} reader={reader} as="full" />,{" "}
                  <Countdown until={one.lapsesAt} />
                </dd>
              </ScopeFacts>
              {one.may.includes("support.confirm_break_glass") ? (
                <ConfirmGlass grantId={one.id} name={one.staff.name} />
              ) : (
                <p className="text-muted">
                  It is yours. Somebody else of the staff, with the role support or security, has to
                  confirm it.
                </p>
              )}
            </div>
          </article>
        </li>
      ))}
    </ol>
  );
}
