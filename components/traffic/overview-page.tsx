import type { Reader } from "@/components/time/moment";
import { Empty } from "@/components/ui/empty";
import type { Overview } from "@/lib/traffic/traffic";

import { FirstCall } from "./first-call";
import { PeriodSwitch } from "./period-switch";
import { Rankings } from "./rankings";
import { Tiles } from "./tiles";
import { Volume } from "./volume";

type Props = {
  overview: Overview;
  says: Record<string, string>;
  hosts: Record<string, string>;
  /** the account has or had a key */
  hasKeys: boolean;
  mayMakeKeys: boolean;
  origin: string;
  reader: Reader;
};

/** What comes in through the API: how much, how well, how fast, for what and by whom. */
export function OverviewPage({ overview, hasKeys, mayMakeKeys, origin, reader, ...words }: Props) {
  const quiet = overview.total.calls === 0 && overview.webhooks.calls === 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {!hasKeys && <FirstCall origin={origin} mayMakeKeys={mayMakeKeys} />}
      <PeriodSwitch period={overview.period} />
      {quiet ? (
        <div className="card">
          <Empty title="Nobody called in this time">
            A call is counted here about a second after its answer. Choose a longer period to see
            earlier ones.
          </Empty>
        </div>
      ) : (
        <>
          <Tiles overview={overview} />
          <Volume overview={overview} reader={reader} />
          <Rankings overview={overview} {...words} />
        </>
      )}
    </div>
  );
}
