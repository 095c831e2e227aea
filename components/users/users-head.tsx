import type { ReactNode } from "react";

import { PageHeader } from "@/components/ui/page-header";

/** The head of the users list, the same while the list is on its way. */
export function UsersHead({ actions }: { actions?: ReactNode }) {
  return (
    <PageHeader title="Users" about="Everyone who has a place in this account." actions={actions} />
  );
}
