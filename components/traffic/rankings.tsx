import Link from "next/link";

import { took } from "@/components/webhooks/words";
import type { Overview, Sums } from "@/lib/traffic/traffic";

import { Ranking } from "./ranking";
import { Count } from "./tiles";
import { callsAt, share } from "./words";

type Props = {
  overview: Overview;
  /** what each operation does, in words */
  says: Record<string, string>;
  /** where each webhook leads, by id */
  hosts: Record<string, string>;
};

/** What is asked for most, by whom, what takes longest, and how the webhooks fare. */
export function Rankings({ overview, says, hosts }: Props) {
  const { period, operations, keys, slowest, endpoints } = overview;
  return (
    <div className="grid gap-5 xl:grid-cols-2">
      <div className="grid content-start gap-5">
        <Ranking
          title="Asked for most"
          about="What the calls were for."
          none="Nobody called."
          columns={["Operation", "Calls", "Errors"]}
          rows={operations.map(({ operation, ...sums }) => ({
            id: operation,
            name: <Operation {...{ operation, says, period }} />,
            cells: [
              <Count key="calls" of={sums.calls} filter={{ operation, period }} />,
              <Errors key="errors" sums={sums} />,
            ],
          }))}
        />
        <Ranking
          title="Webhooks"
          about="Attempts to tell your receivers."
          none="Nothing was sent."
          columns={["Webhook", "Attempts", "Did not arrive"]}
          rows={endpoints.map(({ webhookId, ...sums }) => ({
            id: webhookId,
            name: hosts[webhookId] ? (
              <Link
                className="link"
                href={`/developers/webhooks/${webhookId}/deliveries`}
                prefetch={false}
              >
                <bdi>{hosts[webhookId]}</bdi>
              </Link>
            ) : (
              "A webhook that was deleted"
            ),
            cells: [sums.calls, share(notArrived(sums), sums.calls)],
          }))}
        />
      </div>
      <div className="grid content-start gap-5">
        <Ranking
          title="Busiest keys"
          about="Which programs call most."
          none="No program called."
          columns={["Key", "Calls", "Errors"]}
          rows={keys.map(({ key, ...sums }) => ({
            id: key?.id ?? "none",
            name: key ? (
              <Link className="link" href={`/developers/keys/${key.id}`} prefetch={false}>
                <bdi>{key.name ?? "A key that is gone"}</bdi>
              </Link>
            ) : (
              <>
                Without a key
                <span className="block text-sm font-normal text-muted">
                  People, on our pages and over the API
                </span>
              </>
            ),
            cells: [
              <Count key="calls" of={sums.calls} filter={{ key: key?.id ?? "none", period }} />,
              <Errors key="errors" sums={sums} />,
            ],
          }))}
        />
        <Ranking
          id="slowest"
          title="Slowest"
          about="What takes longest to answer."
          none="Nobody called."
          columns={["Operation", "99 of 100 within", "Slowest"]}
          rows={slowest.map(({ operation, ...sums }) => ({
            id: operation,
            name: <Operation {...{ operation, says, period }} />,
            cells: [told(sums.p99), told(sums.slowest)],
          }))}
        />
      </div>
    </div>
  );
}

function Operation({
  operation,
  says,
  period,
}: { operation: string } & Pick<Props, "says"> & Pick<Overview, "period">) {
  return (
    <>
      <Link className="link" href={callsAt({ operation, period })} prefetch={false}>
        {says[operation] ?? "Leads to nothing"}
      </Link>
      <code className="block font-mono text-xs font-normal break-all text-muted">{operation}</code>
    </>
  );
}

const Errors = ({ sums: { refused, failed, calls } }: { sums: Sums }) => (
  <>{share(refused + failed, calls)}</>
);

const notArrived = ({ refused, limited, failed }: Sums) => refused + limited + failed;

const told = (ms: number | null) => (ms === null ? "–" : took(ms));
