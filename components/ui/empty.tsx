import type { ReactNode } from "react";

/** What stands where a list has nothing: why, and what to do. */
export function Empty({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-14 text-center">
      <div className="text-lg font-semibold">{title}</div>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {action && <div className="pt-2">{action}</div>}
    </div>
  );
}
