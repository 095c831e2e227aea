import type { Reader } from "@/components/time/moment";
import { Time } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { staffRoleWords } from "@/components/words";
import type { StaffMember } from "@/lib/staff/staff";

/** Who is of the staff, with which roles, since when; and who was. */
export function StaffTable({ staff, reader }: { staff: StaffMember[]; reader: Reader }) {
  return (
    <ul className="card divide-y divide-line">
      {staff.map(({ id, name, email, roles, since, endedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4.5 py-3.5">
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-semibold">
              <bdi>{name}</bdi>
            </p>
            <p className="text-sm text-muted">
              <bdi className="break-all">{email}</bdi>
            </p>
          </div>
          <p className="flex flex-wrap gap-1.5">
            {endedAt ? (
              <Badge tone="gone">Left</Badge>
            ) : (
              roles.map((role) => (
                <Badge key={role} tone="plain">
                  {staffRoleWords[role]}
                </Badge>
              ))
            )}
          </p>
          <p className="w-44 text-sm text-muted">
            {endedAt ? "left " : "since "}
            <Time at={endedAt ?? since} reader={reader} as="day" />
          </p>
        </li>
      ))}
    </ul>
  );
}
