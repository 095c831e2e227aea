"use client";

import { useEffect, useId, useState } from "react";

import { described, FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { checkPasswordAction } from "@/lib/passwords/actions";
import { judge, shortest } from "@/lib/passwords/rules";

import { SecretInput } from "./secret-input";

type Props = {
  label?: string;
  name?: string;
  /** words that must not carry the password: names, addresses, the account's name */
  context: readonly string[];
  /** the link in whose name the server checks, when nobody is signed in */
  token?: string;
  error?: string;
};

const untouched = {
  ok: false,
  says: `Use at least ${shortest} characters.`,
  help: "Three or four unrelated words work well. Pasting and password managers are welcome.",
};

/** Asks for a new password and tells, while it is typed, what is wrong and what would help. */
export function NewPasswordField({
  label = "New password",
  name = "password",
  context,
  token,
  error,
}: Props) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const common = useCommon(typed, context, token);
  const verdict = typed === "" ? untouched : (common ?? judge(typed, context));

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <SecretInput
        id={id}
        name={name}
        autoComplete="new-password"
        required
        {...described(id, { help: true, error })}
        onChange={(event) => setTyped(event.target.value)}
      />
      <progress
        className="length"
        aria-hidden="true"
        data-ok={verdict.ok}
        max={shortest}
        value={[...typed].length}
      />
      <FieldError id={`${id}-error`} error={error} />
      <div id={`${id}-help`} className="field-help min-h-10" aria-live="polite">
        <p
          className={
            verdict.ok ? "flex items-center gap-1.5 font-medium text-good" : "font-medium text-ink"
          }
        >
          {verdict.ok && <Icon name="check" className="size-4" />}
          {verdict.says}
        </p>
        {verdict.help && <p>{verdict.help}</p>}
      </div>
    </div>
  );
}

/** What the server's list of common and breached passwords says, once the typing rests. */
function useCommon(typed: string, context: readonly string[], token: string | undefined) {
  const [refused, setRefused] = useState<{ of: string; says: string } | null>(null);
  const good = typed !== "" && judge(typed, context).ok;

  useEffect(() => {
    if (!good) return;
    const timer = setTimeout(async () => {
      const outcome = await checkPasswordAction({ password: typed, token }).catch(() => null);
      if (outcome?.ok && !outcome.value.ok && outcome.value.says)
        setRefused({ of: typed, says: outcome.value.says });
    }, 600);
    return () => clearTimeout(timer);
  }, [good, typed, token]);

  return refused?.of === typed ? { ok: false, says: refused.says, help: null } : null;
}
