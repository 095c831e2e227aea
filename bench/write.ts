import { cpu } from "./session-check";
import { idOf } from "./invented";
import { send } from "./loader";
import { measure } from "./measure";
import { ratioLine, type Section, shown } from "./report";
import { byHand, product, type Scene } from "./scene";

/** A change through the gate, with its event. */
export async function write(scene: Scene): Promise<Section> {
  const { account, token } = scene.small;
  const edits = ["Cook", "Pilot", "Nurse"].flatMap((title) =>
    Array.from({ length: 150 }, (_, index) =>
      send("PATCH", `/api/v1/users/${idOf("user", account, index + 30)}`, { title }, token),
    ),
  );
  const found = await measure(scene.loader, scene.sizes, {
    gate: product(scene, ...edits),
    byHand: byHand(scene, ...edits),
  });
  return {
    title: "Change",
    about:
      "`PATCH /api/v1/users/:id` with a new title: the row, the account's change counter and one sealed event in one durable transaction. By hand: the same rows, sealed alike, sent in one flush, with nothing checked.",
    lines: [
      ratioLine(
        `processor time (server ${shown(found.gate.server)} + database ${shown(found.gate.database)} µs)`,
        { is: cpu(found.gate), of: cpu(found.byHand), goal: "≤ 2", unit: "µs" },
        `by hand (${shown(found.byHand.server)} + ${shown(found.byHand.database)} µs)`,
      ),
      ratioLine(
        "changes a second",
        { is: found.gate.perSecond, of: found.byHand.perSecond, goal: "≥ 0.5", unit: "/s" },
        "by hand",
      ),
    ],
  };
}
