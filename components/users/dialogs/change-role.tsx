"use client";

import { KeysAffected } from "@/components/keys/keys-affected";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { FieldError } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { roleMeanings, roleWords } from "@/components/words";
import { changeRoleAction } from "@/lib/users/actions";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";

const grantable = ["administrator", "auditor", "user"] as const;

/** Chooses among the roles an administrator can hand out. */
export default function ChangeRole({ user, onClose, changed }: VerbDialogProps) {
  return (
    <Dialog title={`Change the role of ${user.name}`} onClose={onClose}>
      {(close) => (
        <VerbForm
          className="contents"
          verb={changeRoleAction}
          input={(form) => ({ userId: user.id, role: form.get("role") })}
          done={() => {
            toast(`The role of ${user.name} is changed.`, () => {
              void changeRoleAction({ userId: user.id, role: user.role }).then(changed);
            });
            close();
            changed();
          }}
        >
          {({ pending, errors }) => (
            <>
              <div className="dialog-body">
                <RoleChoice chosen={user.role} error={errors.role} />
                <ul className="text-muted">
                  <KeysAffected
                    userId={user.id}
                    one="may no more than the new role"
                    many="may no more than the new role"
                  />
                </ul>
              </div>
              <DialogFoot close={close} pending={pending} verb="Change role" />
            </>
          )}
        </VerbForm>
      )}
    </Dialog>
  );
}

/** The roles with what they mean, so that nobody has to guess. */
export function RoleChoice({ chosen, error }: { chosen: string; error?: string }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="field-label pb-1.5">Role</legend>
      {grantable.map((role) => (
        <label
          key={role}
          className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-2.5 rounded-md border border-edge px-3 py-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="role"
            value={role}
            defaultChecked={role === chosen}
            className="mt-1"
          />
          <span>
            <span className="block font-semibold">{roleWords[role]}</span>
            <span className="block text-sm text-muted">{roleMeanings[role]}</span>
          </span>
        </label>
      ))}
      <FieldError id="role-error" error={error} />
    </fieldset>
  );
}
