"use client";

import { toast } from "@/components/ui/toast";
import { grantOwnershipAction } from "@/lib/ownership/actions";

import type { VerbDialogProps } from "@/components/users/use-user-verbs";
import { StepUpForm } from "./step-up-form";

export default function GrantOwnership({ user, onClose, changed }: VerbDialogProps) {
  return (
    <StepUpForm
      title={`Make ${user.name} an owner`}
      verb={grantOwnershipAction}
      userId={user.id}
      says="Make an owner"
      onClose={onClose}
      done={() => {
        toast(`${user.name} is now an owner.`);
        changed();
      }}
    >
      <ul className="grid list-disc gap-1 ps-5 text-muted">
        <li>Owners can do everything, also to each other: pause, delete, and take ownership.</li>
        <li>All owners are told by letter.</li>
      </ul>
    </StepUpForm>
  );
}
