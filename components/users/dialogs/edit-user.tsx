"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { LoadFailure } from "@/components/ui/load-failure";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editUserAction } from "@/lib/users/actions";
import type { UserView } from "@/lib/users/user";

import { ProfileFields } from "@/components/users/profile-fields";
import type { VerbDialogProps } from "@/components/users/use-user-verbs";
import { Fetching } from "./fetching";
import { useFetched } from "./use-fetched";

/** Name, title, language and time zone of a user. */
export default function EditUser({ user: subject, onClose, changed }: VerbDialogProps) {
  const { found: user, error } = useFetched<UserView>(`/api/v1/users/${subject.id}`);
  return (
    <Dialog title={`Edit ${subject.name}`} onClose={onClose}>
      {(close) => {
        if (error) return <LoadFailure error={error} retry={close} />;
        if (!user) return <Fetching />;
        return (
          <VerbForm
            className="contents"
            verb={editUserAction}
            input={(form) => ({
              userId: user.id,
              version: user.version,
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
                  <ProfileFields of={user} errors={errors} />
                </div>
                <DialogFoot close={close} pending={pending} verb="Save changes" />
              </>
            )}
          </VerbForm>
        );
      }}
    </Dialog>
  );
}
