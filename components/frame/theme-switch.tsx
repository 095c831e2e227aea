"use client";

import { useState } from "react";

import { Icon } from "@/components/ui/icon";

import { themeCookie, themes, type Theme } from "./theme";

const words = { light: "Light", dark: "Dark", system: "Like the system" } satisfies Record<
  Theme,
  string
>;
const drawings = { light: "sun", dark: "moon", system: "system" } as const satisfies Record<
  Theme,
  string
>;

/** Light, dark, or whatever the system says. */
export function ThemeSwitch({ chosen }: { chosen: Theme }) {
  const [theme, setTheme] = useState(chosen);

  function choose(next: Theme) {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    document.cookie = `${themeCookie}=${next}; path=/; max-age=31536000; samesite=lax`;
  }

  return (
    <fieldset className="flex w-fit gap-0.5 rounded-md border border-line bg-page p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((one) => (
        <label
          key={one}
          title={words[one]}
          className="grid size-7 cursor-pointer place-items-center rounded-sm text-muted hover:text-ink has-checked:bg-sunken has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            checked={theme === one}
            onChange={() => choose(one)}
            aria-label={words[one]}
          />
          <Icon name={drawings[one]} className="size-4" />
        </label>
      ))}
    </fieldset>
  );
}
