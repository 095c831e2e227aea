import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** where this page hangs, from the top */
  trail?: { href: string; name: string }[];
  /** a line under the title */
  about?: ReactNode;
  /** the chief actions */
  actions?: ReactNode;
};

/** The one header every page of the panel has: where am I, what is it, what can I do. */
export function PageHeader({ title, trail, about, actions }: Props) {
  return (
    <header className="grid grid-cols-[minmax(0,1fr)] gap-1.5 pb-5">
      {trail && (
        <nav aria-label="Breadcrumbs">
          <ol className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
            {trail.map(({ href, name }) => (
              <li key={href} className="after:ms-1.5 after:content-['/'] after:text-faint">
                <Link
                  href={href}
                  className="inline-block min-h-6 py-0.5 hover:text-ink hover:underline"
                >
                  <bdi>{name}</bdi>
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
          <h1>{title}</h1>
          {about && <div className="text-muted">{about}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
