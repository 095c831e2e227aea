import type { KeyUse } from "@/lib/api-keys/api-key";
import { inDigits } from "@/lib/intl";

/** What a key did in the last thirty days, which is what would stop without it. */
export function WhatStops({ use, brief }: { use: KeyUse; brief?: boolean }) {
  if (use.calls === 0)
    return (
      <p className="text-muted">Nothing that we know of: it was not used in the last 30 days.</p>
    );
  const shown = brief ? use.operations.slice(0, 5) : use.operations;
  const rest = use.operations.length - shown.length;
  return (
    <div className="grid gap-3">
      <p>
        {counted(use.calls)} in the last 30 days
        {use.places.length > 0 && (
          <>
            {" "}
            from{" "}
            {use.places
              .slice(0, 3)
              .map(({ place, ip, program }) => [program, place ?? ip].filter(Boolean).join(" in "))
              .join(", ")}
          </>
        )}
        :
      </p>
      <table className="w-full max-w-xl text-sm">
        <thead className="text-muted">
          <tr>
            <th className="pb-1 text-start font-medium">Operation</th>
            <th className="pb-1 text-end font-medium">Calls</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ operation, calls }) => (
            <tr key={operation} className="border-t border-line">
              <td className="py-1.5 pe-3">
                <code className="font-mono wrap-anywhere">{operation}</code>
              </td>
              <td className="py-1.5 text-end tabular-nums">{inDigits(calls)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p className="text-sm text-muted">And {rest} more.</p>}
    </div>
  );
}

const counted = (calls: number) => (calls === 1 ? "One call" : `${inDigits(calls)} calls`);
