import { Bar } from "@/components/ui/skeleton";

/** A dialog's body while what it starts from is on its way. */
export function Fetching() {
  return (
    <div className="dialog-body" role="status" aria-label="Loading">
      {[1, 2, 3].map((line) => (
        <Bar key={line} className="h-9! w-full" />
      ))}
    </div>
  );
}
