"use client";

import { useId, type ComponentProps, type ReactNode } from "react";

import { described, FieldError } from "@/components/ui/field";

import { SecretInput } from "./secret-input";

type Props = ComponentProps<"input"> & { label: string; help?: ReactNode; error?: string };

/** Asks for a password that exists already. */
export function PasswordField({ label, help, error, ...rest }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <SecretInput
        id={id}
        name="password"
        autoComplete="current-password"
        required
        {...described(id, { help, error })}
        {...rest}
      />
      <FieldError id={`${id}-error`} error={error} />
      {help && (
        <div id={`${id}-help`} className="field-help">
          {help}
        </div>
      )}
    </div>
  );
}
