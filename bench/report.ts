/** One line of the table: what was measured, against what in the same run, and whether the goal is met. */
export type Line = {
  work: string;
  measured: string;
  limit: string;
  ratio: string;
  goal: string;
  /** null where there is no goal */
  met: boolean | null;
};

export type Section = { title: string; about?: string; lines: Line[] };

/** A line whose figure should be at least, or at most, so many times the limit's. */
export function ratioLine(
  work: string,
  { is, of, goal, unit }: { is: number; of: number; goal: `${"≥" | "≤"} ${string}`; unit: string },
  limit: string,
): Line {
  const ratio = is / of;
  return {
    work,
    measured: `${shown(is)} ${unit}`,
    limit: `${limit}: ${shown(of)} ${unit}`,
    ratio: `${ratio.toFixed(2)} ×`,
    goal: `${goal} ×`,
    met: meets(ratio, goal),
  };
}

/** A line whose figure itself has a goal. */
export const figureLine = (
  work: string,
  is: number,
  unit: string,
  goal: `${"≥" | "≤"} ${string}` | null,
): Line => ({
  work,
  measured: `${shown(is)} ${unit}`,
  limit: "",
  ratio: "",
  goal: goal ? `${goal} ${unit}` : "",
  met: goal && meets(is, goal),
});

export const factLine = (work: string, holds: boolean, measured: string): Line => ({
  work,
  measured,
  limit: "",
  ratio: "",
  goal: "holds",
  met: holds,
});

function meets(is: number, goal: string): boolean {
  const bound = Number(goal.slice(2));
  return goal.startsWith("≥") ? is >= bound : is <= bound;
}

export const shown = (figure: number): string =>
  figure >= 100
    ? Math.round(figure).toLocaleString("en")
    : figure >= 10
      ? figure.toFixed(1)
      : figure.toFixed(2);

const headings = ["work", "measured", "limit in the same run", "ratio", "goal", "met"];
const cells = ({ work, measured, limit, ratio, goal, met }: Line) => [
  work,
  measured,
  limit,
  ratio,
  goal,
  met === null ? "" : met ? "yes" : "**no**",
];

export function asMarkdown({ title, about, lines }: Section): string {
  const row = (all: string[]) => `| ${all.join(" | ")} |`;
  return [
    `## ${title}`,
    "",
    ...(about ? [about, ""] : []),
    row(headings),
    row(headings.map(() => "---")),
    ...lines.map((line) => row(cells(line))),
    "",
  ].join("\n");
}

export const asText = ({ title, lines }: Section): string =>
  [
    `\n${title}`,
    ...lines.map(({ work, measured, limit, ratio, goal, met }) =>
      [
        met === null ? "·" : met ? "✓" : "✗",
        work,
        "—",
        [measured, limit, ratio, goal && `(goal ${goal})`].filter(Boolean).join("; "),
      ].join(" "),
    ),
  ].join("\n");
