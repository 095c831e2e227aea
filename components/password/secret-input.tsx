"use client";

import { useState, type ComponentProps } from "react";

import { Icon } from "@/components/ui/icon";

/** A password input with a button that shows what was typed. Paste and password managers are welcome. */
export function SecretInput(props: ComponentProps<"input">) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block">
      <input
        {...props}
        className="input pe-11"
        type={shown ? "text" : "password"}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <button
        type="button"
        className="absolute inset-e-1 top-1/2 grid size-8 -translate-y-1/2 cursor-pointer place-items-center rounded-sm text-muted hover:text-ink"
        aria-label="Show password"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        <Icon name={shown ? "eye-off" : "eye"} />
      </button>
    </span>
  );
}
