"use client";

import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { useVerb } from "@/components/ui/use-verb";
import { endAccessAction } from "@/lib/support/actions";

type Props = { grantId: string; staff: string; small?: boolean; ended?: () => void };

/** Ends an access with one press, without a question: whoever wants somebody out does not want a dialog. */
export function EndNow({ grantId, staff, small, ended }: Props) {
  const router = useRouter();
  const { run, pending } = useVerb(endAccessAction);

  function end() {
    const over = () => {
      ended?.();
      router.refresh();
    };
    run(
      { grantId },
      () => {
        toast(`The access of ${staff} has ended.`);
        over();
      },
      ({ code, says }) => {
        toast(says);
        if (code === "support_over") over();
      },
    );
  }

  return (
    <button
      type="button"
      className={`btn btn-danger ${small ? "btn-small" : ""}`}
      disabled={pending}
      onClick={end}
    >
      {pending ? "Ending…" : "End now"}
    </button>
  );
}
