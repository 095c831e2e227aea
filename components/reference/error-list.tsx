import type { ErrorTold } from "@/lib/api/openapi/reference";

/** Every stable code: what people read, and what a program does about it. */
export function ErrorList({ errors }: { errors: ErrorTold[] }) {
  return (
    <section aria-labelledby="errors" className="grid gap-4">
      <h2 id="errors" className="scroll-mt-4 border-b border-line pb-3 text-xl font-semibold">
        Errors, and what to do
      </h2>
      <dl className="grid max-w-3xl gap-4">
        {errors.map(({ code, status, says, remedy }) => (
          <div key={code} id={`error-${code}`} className="grid scroll-mt-4 gap-1">
            <dt className="font-mono font-semibold">
              {status} {code}
            </dt>
            <dd>{says}</dd>
            <dd className="text-muted">{remedy.replaceAll("`", "")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
