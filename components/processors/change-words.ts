import type { ProcessorChange } from "@/lib/processors/processor";

/** What a change comes to, as a heading. */
export const changeTitle = ({
  kind,
  processor,
  replaces,
}: Pick<ProcessorChange, "kind" | "processor" | "replaces">): string => {
  if (kind === "removed") return `${processor.name} leaves`;
  if (kind === "changed") return `${processor.name} takes the place of ${replaces!.name}`;
  return `${processor.name} joins`;
};
