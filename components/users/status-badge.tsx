import { Badge } from "@/components/ui/badge";
import { statusTones, statusWords } from "@/components/words";
import type { Status } from "@/lib/users/user";

export function StatusBadge({ status, until }: { status: Status; until?: string | null }) {
  return (
    <Badge tone={statusTones[status]} title={until ? `Until ${until.slice(0, 10)}` : undefined}>
      {statusWords[status]}
    </Badge>
  );
}
