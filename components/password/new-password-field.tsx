"use client";

import { useEffect, useId, useState } from "react";

import { described, FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { checkPasswordAction } from "@/lib/passwords/actions";
import type { judge as Judge } from "@/lib/passwords/rules";

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

/** The shortest password the rules let through, told before the rules themselves have loaded. */
const shortest = 15;

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
  const [judge, setJudge] = useState<typeof Judge>();
  const judged = typed !== "" && judge ? judge(typed, context) : untouched;
  const verdict = useCommon(typed, judged.ok, token) ?? judged;

  /** The rules arrive when someone comes near the field; the page opens without them. */
  function load() {
    if (!judge) void import("@/lib/passwords/rules").then((rules) => setJudge(() => rules.judge));
  }

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <SecretInput
        id={id}
        name={name}
        autoComplete="new-password"
        required
        {...described(id, { help: true, error })}
        onFocus={load}
        onChange={(event) => {
          load();
          setTyped(event.target.value);
        }}
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
function useCommon(typed: string, good: boolean, token: string | undefined) {
  const [refused, setRefused] = useState<{ of: string; says: string } | null>(null);

  useEffect(() => {
    if (!good) return;
    async function ask() {
      const outcome = await checkPasswordAction({ password: typed, token }).catch(() => null);
      if (outcome?.ok && !outcome.value.ok && outcome.value.says)
        setRefused({ of: typed, says: outcome.value.says });
    }
    const timer = setTimeout(() => void ask(), 600);
    return () => clearTimeout(timer);
  }, [good, typed, token]);

  return refused?.of === typed ? { ok: false, says: refused.says, help: null } : null;
}
