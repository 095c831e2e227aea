import type { Manifest } from "./format";

/** What stands first in an archive, for whoever opens it without knowing Castellan. */
export function readmeFor(
  { kind, installation, madeAt }: Pick<Manifest, "kind" | "installation" | "madeAt">,
  sections: readonly { name: string; about: string }[],
): string {
  const width = Math.max(...sections.map(({ name }) => name.length));
  return [
    kind === "account" ? "Take-out archive of an account" : "A copy of what is held about you",
    "",
    `Made by Castellan at ${installation.origin}, on ${madeAt.slice(0, 16).replace("T", " ")} UTC.`,
    "Everything in it is of that one moment.",
    "",
    "Each list comes twice: as JSON Lines (.jsonl, one object a line, for programs) and as CSV (for spreadsheets).",
    "In the CSV a cell that begins with = + - @ has a ' in front, so that no spreadsheet runs it.",
    "",
    ...sections.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    "",
    "manifest.json tells how many rows each file has, and its SHA-256.",
    ...(kind === "account"
      ? [
          "Another installation of Castellan makes an account of it: npx castellan import --archive FILE.zip",
        ]
      : []),
    "",
  ].join("\n");
}
