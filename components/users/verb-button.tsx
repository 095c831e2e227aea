"use client";

import { useRouter } from "next/navigation";

import type { CommandName } from "@/lib/policy/policy";

import { afterVerb } from "./after-verb";
import { useUserVerbs, type Subject } from "./use-user-verbs";

type Props = {
  user: Subject & { may: string[] };
  verb: CommandName;
  /** the words on the button */
  children: string;
  danger?: boolean;
};

/** One verb as a button where it is talked about; nothing when the reader may not. */
export function VerbButton({ user, verb, children, danger }: Props) {
  const router = useRouter();
  const { offers, dialog, pending } = useUserVerbs(user, afterVerb(router));
  const offer = offers.find((one) => one.verb === verb);
  if (!offer) return null;
  return (
    <>
      <button
        type="button"
        className={`btn btn-small ${danger ? "btn-danger-quiet" : ""}`}
        onClick={offer.select}
        disabled={pending}
      >
        {children}
      </button>
      {dialog}
    </>
  );
}
