import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Section } from "@/components/ui/section";
import type { KeysView } from "@/lib/backups/show-backups";

const places: Record<KeysView["place"], string> = {
  together: "With the data, and in its backups.",
  apart: "In files of the data directory, in no backup of the database.",
  elsewhere: "In a database of their own, in no backup of this one.",
};

/** Where the keys of accounts and persons are, their copies, and what a destroyed one means for old backups. */
export function KeyCopies({ keys, reader }: { keys: KeysView; reader: Reader }) {
  const { copies } = keys;
  return (
    <Section title="Keys of accounts and persons" about={places[keys.place]}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 py-2.5 sm:grid-cols-3">
        {copies && (
          <>
            <Fact name="Newest set">
              {copies.newest ? <Time at={copies.newest} reader={reader} as="full" /> : "none yet"}
            </Fact>
            <Fact name="Oldest set">
              {copies.oldest ? <Time at={copies.oldest} reader={reader} as="full" /> : "none yet"}
            </Fact>
            <Fact name="Sets">{copies.sets}</Fact>
          </>
        )}
        <div className="col-span-full">
          <dt className="text-sm text-muted">Once a key is destroyed</dt>
          <dd>{keys.says}</dd>
        </div>
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
