import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";

type Deletion = { id: string; at: string; goneBy: string | null; goneAt: string | null };

/** Users who were permanently deleted, each with its countdown until no backup holds them any more. */
export function DeletionsSection({ deletions, reader }: { deletions: Deletion[]; reader: Reader }) {
  if (!deletions.length) return null;
  return (
    <Section
      title="Permanently deleted"
      about="Each with its certificate, and the day the last backup that holds it is gone."
    >
      <ol className="-my-2 divide-y divide-line">
        {deletions.map(({ id, at, goneBy, goneAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <span className="min-w-0 flex-1 basis-64">
              A user, <Time at={at} reader={reader} as="full" />
              <code className="block font-mono text-xs break-all text-muted">certificate {id}</code>
            </span>
            {goneAt ? (
              <Badge tone="good">Gone everywhere</Badge>
            ) : (
              <span className="text-sm text-muted">
                {goneBy ? (
                  <>
                    in encrypted backups until <Time at={goneBy} reader={reader} as="day" />,{" "}
                    {daysLeft(goneBy)}
                  </>
                ) : (
                  "no backups are made"
                )}
              </span>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function daysLeft(until: string): string {
  const days = Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 86_400_000));
  return days === 1 ? "1 day left" : `${days} days left`;
}
