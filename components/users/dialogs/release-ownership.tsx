"use client";

import { toast } from "@/components/ui/toast";
import { releaseOwnershipAction } from "@/lib/ownership/actions";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";
import { StepUpForm } from "./step-up-form";

export default function ReleaseOwnership({ user, onClose, changed }: VerbDialogProps) {
  return (
    <StepUpForm
      title={`Release the ownership of ${user.name}`}
      verb={releaseOwnershipAction}
      userId={user.id}
      says="Release ownership"
      onClose={onClose}
      done={() => {
        toast(`${user.name} is now an administrator.`);
        changed();
      }}
    >
      <ul className="grid list-disc gap-1 ps-5 text-muted">
        <li>They become an administrator and can no longer decide who owns the account.</li>
        <li>An account always keeps at least one owner who can sign in.</li>
      </ul>
    </StepUpForm>
  );
}
