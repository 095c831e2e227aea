"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { LoadFailure } from "@/components/ui/load-failure";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editUserAction } from "@/lib/users/actions";
import type { UserView } from "@/lib/users/user";

import { useEdit } from "@/components/ui/overtaken";
import { read } from "@/components/query";
import { ProfileFields, profileLabels } from "@/components/users/profile-fields";
import type { VerbDialogProps } from "@/components/users/use-user-verbs";
import { Fetching } from "./fetching";
import { useFetched } from "./use-fetched";

/** Name, title, language and time zone of a user. */
export default function EditUser({ user: subject, onClose, changed }: VerbDialogProps) {
  const { found: user, error } = useFetched((signal) =>
    read("/users/{userId}", { path: { userId: subject.id } }, signal),
  );
  return (
    <Dialog title={`Edit ${subject.name}`} onClose={onClose}>
      {(close) => {
        if (error) return <LoadFailure error={error} retry={close} />;
        if (!user) return <Fetching />;
        return <Edit {...{ user, close, changed }} />;
      }}
    </Dialog>
  );
}

type Props = { user: UserView; close: () => void; changed: VerbDialogProps["changed"] };

function Edit({ user, close, changed }: Props) {
  const latest = () => read("/users/{userId}", { path: { userId: user.id } });
  const edit = useEdit(user, latest, profileLabels);
  return (
    <VerbForm
      className="contents"
      verb={(input) => editUserAction(input, edit.version)}
      refused={edit.refused}
      input={(form) => ({
        userId: user.id,
        name: form.get("name"),
        title: form.get("title"),
        locale: form.get("locale") || null,
        timeZone: form.get("timeZone") || null,
      })}
      done={() => {
        toast("The changes are saved.");
        close();
        changed();
      }}
    >
      {({ pending, errors }) => (
        <>
          <div className="dialog-body">
            {edit.notice}
            <ProfileFields of={user} errors={errors} />
          </div>
          <DialogFoot
            close={close}
            pending={pending}
            verb={edit.overtaken ? "Save mine" : "Save changes"}
          />
        </>
      )}
    </VerbForm>
  );
}
