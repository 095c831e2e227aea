import { useId, type ReactNode } from "react";

/** A titled part of a page. */
export function Section({
  title,
  about,
  actions,
  children,
}: {
  title: string;
  about?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <div className="min-w-0">
          <h2 id={id}>{title}</h2>
          {about && <p className="text-sm text-muted">{about}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      <div className="card-body">{children}</div>
    </section>
  );
}
