import type { Env } from "@/lib/env";
import { type LocationView, type What, whatWords } from "./location";

type Regions = Pick<Env, "region" | "backupRegion">;

/** In which region the configuration says something is kept; null where it says nothing. */
const regionFor = (what: What, { region, backupRegion }: Regions): string | null =>
  what === "processor" ? null : what === "backups" ? backupRegion : region;

/**
 * What the register says otherwise than the configuration, as sentences: a place in another region than this installation runs
 * in, or no place at all for something whose region is known (P23).
 */
export function straysIn(locations: readonly LocationView[], regions: Regions): string[] {
  const here = locations.filter(({ state }) => state === "current");
  const elsewhere = here.flatMap(({ what, region, provider, place }) => {
    const runs = regionFor(what, regions);
    return runs === null || region === runs
      ? []
      : `The register says that ${whatWords[what]} is kept at ${provider}, ${place}, in ${region ?? "no region"}; the configuration says ${runs}. Correct whichever is wrong.`;
  });
  const untold = (["database", "backups"] as const).flatMap((what) => {
    const runs = regionFor(what, regions);
    return runs === null || here.some((one) => one.what === what)
      ? []
      : `The configuration says that ${whatWords[what]} is kept in ${runs}, and the register says nothing of it. Add the place.`;
  });
  return [...elsewhere, ...untold];
}
