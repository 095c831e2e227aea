import type { Metadata } from "next";

import { AddLocation } from "@/components/locations/add-location";
import { EndLocation } from "@/components/locations/end-location";
import { LocationList } from "@/components/locations/location-list";
import { readerOf } from "@/components/time/reader";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { readEnv } from "@/lib/env";
import { currentStaff, read } from "@/lib/gate/page";
import { listLocations } from "@/lib/locations/list-locations";
import { straysIn } from "@/lib/locations/strays";

export const metadata: Metadata = { title: "Locations" };

export default async function OperatorLocationsPage() {
  const { may } = await currentStaff();
  const { data, hosting } = await read(listLocations, {});
  const reader = await readerOf(null);
  const strays = straysIn(data, readEnv(process.env));
  return (
    <>
      <PageHeader
        title="Locations"
        about="Where data lives. What stands here is public at /trust/locations."
        actions={may.includes("location.add") && <AddLocation />}
      />
      <div className="grid gap-5">
        {strays.map((says) => (
          <Notice key={says} tone="danger">
            <p>{says}</p>
          </Notice>
        ))}
        <Section title="Places" about={hosting}>
          {data.length ? (
            <LocationList
              data={data}
              reader={reader}
              actions={({ id, provider, place, until }) =>
                may.includes("location.end") &&
                until === null && <EndLocation locationId={id} name={`${provider}, ${place}`} />
              }
            />
          ) : (
            <p className="text-muted">
              Nothing is known yet. Add where the database, the files, the log and the backups are.
            </p>
          )}
        </Section>
      </div>
    </>
  );
}
