"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect } from "react";

import { Icon, type IconName } from "@/components/ui/icon";

export type Place = {
  href: string;
  name: string;
  icon: IconName;
  /** whether what lies below its address belongs to other places */
  exact?: boolean;
  /** the address below which everything belongs to it, where that is not its own */
  area?: string;
};

/** The places of the panel; the one we are in is marked. On a phone, going somewhere closes the rail. */
export function NavLinks({ places, railId }: { places: Place[]; railId: string }) {
  const here = usePathname();

  useEffect(() => {
    const rail = document.getElementById(railId);
    if (rail?.matches(":popover-open")) rail.hidePopover();
  }, [here, railId]);

  return (
    <ul className="grid gap-0.5">
      {places.map(({ href, name, icon, exact, area = href }) => {
        const inside = here === href || (!exact && here.startsWith(`${area}/`));
        return (
          <li key={href}>
            <Link
              href={href}
              className="rail-link"
              aria-current={here === href ? "page" : inside ? "true" : undefined}
            >
              <Icon name={icon} />
              {name}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
