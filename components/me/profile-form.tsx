"use client";

import { useRouter } from "next/navigation";

import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { useEdit } from "@/components/ui/overtaken";
import { read } from "@/components/query";
import { ProfileFields, profileLabels } from "@/components/users/profile-fields";
import { editMeAction } from "@/lib/people/actions";
import type { Me } from "@/lib/sessions/session";

type Props = { me: Pick<Me, "name" | "title" | "locale" | "timeZone" | "version"> };

/** Oneself as one is now; who has yet to pick an account has no profile. */
async function latest(): Promise<Props["me"]> {
  const me = await read("/me", {});
  if (!("id" in me)) throw new Error("no account is picked");
  return me;
}

/** One's own name, title, language and time zone in this account. */
export function ProfileForm({ me }: Props) {
  const router = useRouter();
  const edit = useEdit(me, latest, profileLabels);
  return (
    <VerbForm
      verb={(input) => editMeAction(input, edit.version)}
      refused={edit.refused}
      input={(form) => ({
        name: form.get("name"),
        title: form.get("title"),
        locale: form.get("locale") || null,
        timeZone: form.get("timeZone") || null,
      })}
      done={() => {
        toast("Your profile is saved.");
        router.refresh();
      }}
    >
      {({ pending, errors }) => (
        <>
          {edit.notice}
          <ProfileFields of={me} errors={errors} />
          <div>
            <button className="btn btn-primary" disabled={pending}>
              {pending ? "Saving…" : edit.overtaken ? "Save mine" : "Save changes"}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}
