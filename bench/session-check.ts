import { get } from "./loader";
import { type Measured, measure } from "./measure";
import { ratioLine, type Section, shown } from "./report";
import { byHand, emptyHandler, product, type Scene } from "./scene";

/** An authenticated read through the whole gate. */
export async function sessionCheck(scene: Scene): Promise<Section> {
  const me = get("/api/v1/me", scene.small.token);
  const found = await measure(scene.loader, scene.sizes, {
    me: product(scene, me),
    empty: emptyHandler(scene),
    byHand: byHand(scene, me),
  });
  return {
    title: "Session check",
    about:
      "`GET /api/v1/me`: session, person, user, account, policy and answer, re-read on every request.",
    lines: [
      ratioLine(
        "requests a second",
        { is: found.me.perSecond, of: found.empty.perSecond, goal: "≥ 3", unit: "/s" },
        "empty Next route handler",
      ),
      ratioLine(
        `processor time (server ${shown(found.me.server)} + database ${shown(found.me.database)} µs)`,
        { is: cpu(found.me), of: cpu(found.byHand), goal: "≤ 2", unit: "µs" },
        `by hand, one statement (${shown(found.byHand.server)} + ${shown(found.byHand.database)} µs)`,
      ),
    ],
  };
}

export const cpu = ({ server, database }: Measured): number => server + database;
