import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";

import { Icon } from "./icon";

type Around = { label: ReactNode; help?: ReactNode; error?: string; optional?: boolean };

/** A label above, help below, the error beside its field. */
function Shell({
  label,
  help,
  error,
  optional,
  id,
  children,
}: Around & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children}
      <FieldError id={`${id}-error`} error={error} />
      {help && (
        <div id={`${id}-help`} className="field-help">
          {help}
        </div>
      )}
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error?: string }) {
  if (!error) return null;
  return (
    <p id={id} className="field-error">
      <Icon name="warn" />
      <span>{error}</span>
    </p>
  );
}

/** What a control says about its help and error to assistive technology. */
export function described(id: string, { help, error }: { help?: ReactNode; error?: string }) {
  const ids = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ");
  return { "aria-invalid": Boolean(error), "aria-describedby": ids || undefined };
}

export function TextField({
  label,
  help,
  error,
  optional,
  ...rest
}: Around & ComponentProps<"input">) {
  const id = useId();
  return (
    <Shell {...{ label, help, error, optional, id }}>
      <input id={id} className="input" dir="auto" {...described(id, { help, error })} {...rest} />
    </Shell>
  );
}

export function TextArea({
  label,
  help,
  error,
  optional,
  ...rest
}: Around & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <Shell {...{ label, help, error, optional, id }}>
      <textarea
        id={id}
        className="input"
        dir="auto"
        {...described(id, { help, error })}
        {...rest}
      />
    </Shell>
  );
}

export function SelectField({
  label,
  help,
  error,
  optional,
  ...rest
}: Around & ComponentProps<"select">) {
  const id = useId();
  return (
    <Shell {...{ label, help, error, optional, id }}>
      <select id={id} className="input" {...described(id, { help, error })} {...rest} />
    </Shell>
  );
}
