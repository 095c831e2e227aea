import Link from "next/link";
import type { ReactNode } from "react";

import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { Mark } from "@/components/ui/mark";

import { NavLinks, type Place } from "./nav-links";
import { SignOut } from "./sign-out";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

const railId = "rail";

type Props = {
  /** where the name of the product leads */
  home: "/" | "/operator";
  /** in the top bar of a phone: where one is */
  bar: ReactNode;
  /** under the name of the product: where one is, and where else one could be */
  here: ReactNode;
  places: Place[];
  /** who is signed in; without a page of their own where they are a guest */
  me: { href: "/me" | "/operator/me" | null; id: string; name: string; about: string };
  theme: Theme;
};

/** The left rail; on a phone it waits behind the menu button of the top bar. */
export function RailFrame({ home, bar, here, places, me, theme }: Props) {
  return (
    <header className="contents">
      <div className="sticky top-0 z-10 flex h-13 items-center gap-2.5 border-b border-line bg-rail px-4 md:hidden">
        <Mark className="size-6" />
        {bar}
        <button type="button" className="btn btn-small" popoverTarget={railId}>
          <Icon name="menu" />
          Menu
        </button>
      </div>
      <div id={railId} popover="auto" className="rail">
        <div className="grid gap-3">
          <Link
            href={home}
            className="flex min-h-8 items-center gap-2.5 px-2 text-lg font-semibold tracking-tight"
          >
            <Mark className="size-6" />
            Castellan
          </Link>
          {here}
        </div>
        <nav aria-label="Main" className="grid flex-1 content-start gap-5">
          <NavLinks railId={railId} places={places} />
        </nav>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-4">
          {me.href ? (
            <Link
              href={me.href}
              className="flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-sunken"
            >
              <Self {...me} />
            </Link>
          ) : (
            <div className="flex items-center gap-2.5 px-2 py-1.5">
              <Self {...me} />
            </div>
          )}
          <div className="flex items-center justify-between gap-2 px-1">
            <ThemeSwitch chosen={theme} />
            <SignOut />
          </div>
        </div>
      </div>
    </header>
  );
}

function Self({ id, name, about }: Pick<Props["me"], "id" | "name" | "about">) {
  return (
    <>
      <Avatar id={id} name={name} />
      <span className="min-w-0">
        <span className="block truncate font-semibold" dir="auto">
          {name}
        </span>
        <span className="block truncate text-xs text-muted">{about}</span>
      </span>
    </>
  );
}

/** The places somebody may go to, of all there are: each with the verb or question it is for. */
export const placesFor = (may: readonly string[], all: (Place & { verb?: string })[]): Place[] =>
  all.filter(({ verb }) => !verb || may.includes(verb)).map(({ verb: _verb, ...place }) => place);
