import type { Metadata } from "next";
import Link from "next/link";

import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Trust" };

const pages = [
  {
    href: "/trust/processors",
    name: "Who processes data",
    about:
      "Everyone outside who gets any of it: for what, which data, since when, and what is to change.",
  },
  {
    href: "/trust/locations",
    name: "Where data lives",
    about:
      "Provider, country and place of the database, files, logs and backups, today and before.",
  },
];

export default function TrustPage() {
  return (
    <>
      <PageHeader
        title="Trust"
        about="How data is kept here, for everyone who wants to know before they entrust it, or after."
      />
      <ul className="grid gap-4 sm:grid-cols-2">
        {pages.map(({ href, name, about }) => (
          <li key={href} className="card grid content-start gap-1.5 p-5">
            <h2 className="text-lg">
              <Link className="link" href={href} prefetch={false}>
                {name}
              </Link>
            </h2>
            <p className="text-muted">{about}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
