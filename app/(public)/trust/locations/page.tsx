import type { Metadata } from "next";

import { LocationList } from "@/components/locations/location-list";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { read } from "@/lib/gate/page";
import { listLocations } from "@/lib/locations/list-locations";

export const metadata: Metadata = { title: "Where data lives" };

export default async function LocationsPage() {
  const { data, hosting } = await read(listLocations, {});
  const reader = await readerOf(null);
  const of = (state: (typeof data)[number]["state"]) => data.filter((one) => one.state === state);
  const [current, planned] = [of("current"), of("planned")];
  const before = [...of("ended"), ...of("called off")];
  return (
    <>
      <PageHeader title="Where data lives" about={hosting} />
      <div className="grid gap-5">
        <Section title="Today">
          {current.length ? (
            <LocationList data={current} reader={reader} />
          ) : (
            <p className="text-muted">The operator has not said yet where data lives.</p>
          )}
        </Section>
        <Section
          title="Planned"
          about="Owners of all accounts are told by letter before anything moves."
        >
          {planned.length ? (
            <LocationList data={planned} reader={reader} />
          ) : (
            <p className="text-muted">No move is planned.</p>
          )}
        </Section>
        {before.length > 0 && (
          <Section title="Before">
            <LocationList data={before} reader={reader} />
          </Section>
        )}
      </div>
    </>
  );
}
