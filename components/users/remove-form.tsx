"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { VerbForm } from "@/components/ui/verb-form";
import { removeUserAction } from "@/lib/users/actions";

/** Destroying someone needs their name, typed as it stands. */
export function RemoveForm({ userId, name }: { userId: string; name: string }) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  return (
    <VerbForm
      verb={removeUserAction}
      input={(form) => ({ userId, name: form.get("name") })}
      done={() => {
        toast("The user and their activity are destroyed.");
        router.replace("/users?status=deleted");
      }}
    >
      {({ pending, errors }) => (
        <>
          <TextField
            label={`Type “${name}” to go on`}
            name="name"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            error={errors.name}
          />
          <div className="flex flex-wrap justify-end gap-2">
            <Link className="btn" href={`/users/${userId}`}>
              Keep
            </Link>
            <button
              className="btn btn-danger"
              disabled={pending || typed.normalize("NFC").trim() !== name.normalize("NFC").trim()}
              dir="auto"
            >
              {pending ? "Destroying…" : `Delete ${name} permanently`}
            </button>
          </div>
        </>
      )}
    </VerbForm>
  );
}
