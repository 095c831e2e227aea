"use client";

import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { LoadFailure } from "@/components/ui/load-failure";
import { Bar } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { editUserAction } from "@/lib/users/actions";

import { ProfileFields } from "../profile-fields";
import type { VerbDialogProps } from "../use-user-verbs";
import { useUserView } from "./use-user-view";

/** Name, title, language and time zone of a user. */
export default function EditUser({ user: subject, onClose, changed }: VerbDialogProps) {
  const { user, error } = useUserView(subject.id);
  return (
    <Dialog title={`Edit ${subject.name}`} onClose={onClose}>
      {(close) => {
        if (error) return <LoadFailure error={error} retry={close} />;
        if (!user)
          return (
            <div className="dialog-body" role="status" aria-label="Loading the user">
              {[1, 2, 3, 4].map((line) => (
                <Bar key={line} className="h-9! w-full" />
              ))}
            </div>
          );
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
