/** A bar where a line of text will stand. Widths come from the kit, so nothing is styled inline. */
export function Bar({ className = "w-32" }: { className?: string }) {
  return <span className={`skeleton ${className}`} />;
}

/** A toolbar and rows, where a list is on its way. */
export function ListSkeleton({ name, rows = 8 }: { name: string; rows?: number }) {
  return (
    <div role="status" aria-label={`Loading ${name}`}>
      <div className="flex gap-2 pb-3">
        <Bar className="h-8! w-72" />
        <Bar className="h-8! w-32" />
      </div>
      <div className="card">
        {Array.from({ length: rows }, (_, row) => (
          <div
            key={row}
            className="flex items-center gap-4 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <Bar className="size-6! shrink-0" />
            <Bar className={["w-48", "w-36", "w-56"][row % 3]} />
            <Bar className="ms-auto hidden w-24 sm:block" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A page of sections while it is on its way. */
export function SectionsSkeleton({ name }: { name: string }) {
  return (
    <div role="status" aria-label={`Loading ${name}`} className="grid gap-5">
      {[4, 3].map((rows) => (
        <div key={rows} className="card">
          <div className="card-head">
            <Bar className="h-5! w-36" />
          </div>
          <div className="card-body grid gap-4">
            {Array.from({ length: rows }, (_, row) => (
              <div key={row} className="flex gap-8">
                <Bar className="w-24" />
                <Bar className={row % 2 ? "w-56" : "w-40"} />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
