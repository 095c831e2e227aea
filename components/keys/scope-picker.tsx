import { FieldError } from "@/components/ui/field";
import type { Scope } from "@/lib/policy/scopes";

import { scopeNouns } from "./words";

type Props = {
  /** those that can be chosen */
  offered: readonly Scope[];
  chosen?: readonly Scope[];
  error?: string;
};

/** What a key is for: each noun, to read or to write, in plain words. */
export function ScopePicker({ offered, chosen = [], error }: Props) {
  return (
    <fieldset
      className="grid gap-2"
      aria-invalid={Boolean(error)}
      aria-describedby={error ? "scopes-error" : undefined}
      tabIndex={-1}
    >
      <legend className="field-label pb-1.5">What it may</legend>
      <p className="text-sm text-muted">Write includes read: a program is shown what it changed.</p>
      <FieldError id="scopes-error" error={error} />
      {scopeNouns.map(({ name, scopes }) => {
        const open = scopes.filter(({ scope }) => offered.includes(scope));
        if (open.length === 0) return null;
        return (
          <fieldset
            key={name}
            className="grid gap-x-4 gap-y-1 rounded-md border border-edge px-3 py-2 sm:grid-cols-[6.5rem_1fr]"
          >
            <legend className="sr-only">{name}</legend>
            <span className="font-semibold" aria-hidden="true">
              {name}
            </span>
            <div className="grid gap-1">
              {open.map(({ scope, access, says }) => (
                <label
                  key={scope}
                  className="grid min-h-6 cursor-pointer grid-cols-[auto_1fr] gap-x-2.5"
                >
                  <input
                    type="checkbox"
                    name="scopes"
                    value={scope}
                    defaultChecked={chosen.includes(scope)}
                    className="mt-1"
                  />
                  <span>
                    <span className="font-medium">{access}</span>{" "}
                    <span className="text-sm text-muted">{says}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        );
      })}
    </fieldset>
  );
}
