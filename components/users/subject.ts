import type { UserView } from "@/lib/users/user";

/** The part of a user that verbs need; nothing more travels to the browser. */
export const subjectOf = ({ id, name, email, role, status, may }: UserView) => ({
  id,
  name,
  email,
  role,
  status,
  may,
});
