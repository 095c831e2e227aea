import { call } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { overviewOf, windowOf } from "@/lib/traffic/overview";
import type { SumRow } from "@/lib/traffic/sum-up";
import { Overview, OverviewFilter } from "@/lib/traffic/traffic";

/** The traffic of all accounts together: how much, how well, how fast, for what (P38, P40). Whose it is, is not in it. */
export const surveyTraffic = query("traffic.survey", {
  input: OverviewFilter,
  output: Overview.omit({ keys: true, endpoints: true }).meta({
    id: "TrafficSurvey",
    description: "The traffic of all accounts together",
  }),
  refuses: [],
  async run({ db, input: { period } }) {
    const window = await windowOf(db, period);
    const { span, from, to } = window;
    return overviewOf(await call<SumRow>(db, "traffic_of_all", span, from, to), window);
  },
});
