"use client";

import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";

import { FieldError } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";

type Props = { addresses: string[]; change: (addresses: string[]) => void; error?: string };

/** Looks like an address; whether it is one the server decides. */
export const looksRight = (address: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(address);

/** Takes addresses however they come: typed, pasted as a list, with names around them. Each becomes a chip. */
export function AddressInput({ addresses, change, error }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const wrong = addresses.filter((address) => !looksRight(address)).length;

  function add(text: string) {
    const found = addressesIn(text).filter((address) => !addresses.includes(address));
    if (found.length > 0) change([...addresses, ...new Set(found)]);
    setSaid(found.length === 1 ? `${found[0]} added` : `${found.length} addresses added`);
    setTyped("");
  }

  function remove(address: string) {
    change(addresses.filter((one) => one !== address));
    setSaid(`${address} removed`);
    input.current?.focus();
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if ((event.key === "Enter" || event.key === "," || event.key === ";") && typed.trim()) {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && !typed && addresses.length > 0) remove(addresses.at(-1)!);
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData("text");
    if (!/[\s,;]/u.test(text.trim())) return;
    event.preventDefault();
    add(text);
  }

  return (
    <div className="field">
      <label htmlFor={id}>E-mail addresses</label>
      <div className="input flex h-auto flex-wrap items-center gap-1.5 py-1.5! focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent">
        {addresses.length > 0 && (
          <ul className="contents" aria-label="Addresses to invite">
            {addresses.map((address) => (
              <li key={address} className="chip" data-bad={looksRight(address) ? undefined : ""}>
                <bdi className="truncate">{address}</bdi>
                <button
                  type="button"
                  aria-label={`Remove ${address}`}
                  onClick={() => remove(address)}
                >
                  <Icon name="close" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <input
          ref={input}
          id={id}
          name="typed"
          type="text"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="min-h-7 min-w-48 flex-1 bg-transparent outline-none"
          value={typed}
          aria-describedby={`${id}-help`}
          aria-invalid={Boolean(error) || wrong > 0}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
          onPaste={paste}
          onBlur={() => typed.trim() && add(typed)}
        />
      </div>
      <FieldError
        id={`${id}-error`}
        error={
          error ??
          (wrong > 0
            ? `${wrong === 1 ? "One entry does" : `${wrong} entries do`} not look like an e-mail address.`
            : undefined)
        }
      />
      <p id={`${id}-help`} className="field-help">
        One or many. Paste a list; commas, spaces, semicolons and new lines separate.
      </p>
      <p className="sr-only" role="status">
        {said}
      </p>
    </div>
  );
}

/** Finds the addresses in pasted text; "Mia Meyer <mia@…>" gives the address alone, a stray word stays to be seen. */
function addressesIn(text: string): string[] {
  const bare = text.replaceAll(/[^<>,;\n]*<([^<>]+)>/gu, " $1 ");
  return [
    ...new Set(
      bare
        .split(/[\s,;]+/u)
        .filter(Boolean)
        .map((address) => address.toLowerCase()),
    ),
  ];
}
