"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

/** Tabs are links, so each has an address, a history entry and a place in the keyboard order. */
export function Tabs({ label, tabs }: { label: string; tabs: { href: string; name: string }[] }) {
  const here = usePathname();
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ href, name }) => (
        <Link key={href} href={href} aria-current={here === href ? "page" : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
