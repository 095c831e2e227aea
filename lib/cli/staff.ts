import { operatorClaim } from "@/lib/gate/claim";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { Failure } from "@/lib/gate/failure";
import { addStaff } from "@/lib/staff/add-staff";
import { changeStaffRoles } from "@/lib/staff/change-staff-roles";
import { listStaff } from "@/lib/staff/list-staff";
import { removeStaff } from "@/lib/staff/remove-staff";
import { staffRoles } from "@/lib/staff/staff";
import { valueOf } from "./refused";

type Given = { email: string; name: string; roles: string };

/** Makes someone one of the staff. Where they have no password yet, the last line is the link with which they set one. */
export async function staffAdd({ email, name, roles }: Given): Promise<string[]> {
  const given = { email, name, roles: rolesOf(roles) };
  const { link } = valueOf(await execute(addStaff, operatorClaim(null), given));
  const added = `${name} is of the staff now (${given.roles.join(", ")}).`;
  if (!link) return [added, "They sign in with the password they have, and choose Operator."];
  return [
    added,
    "They sign in as soon as the password is set. The letter is in the outbox too; this link does the same:",
    link,
  ];
}

/** Who is of the staff, and who was. */
export async function staffList(): Promise<string[]> {
  const { data } = valueOf(await ask(listStaff, operatorClaim(null), {}));
  if (!data.length) return ["Nobody is of the staff. Add someone with: npx castellan staff add"];
  const width = Math.max(...data.map(({ email }) => email.length));
  return data.map(
    ({ email, name, roles, since, endedAt }) =>
      `${email.padEnd(width)}  ${name}  ${endedAt ? `left on ${endedAt.slice(0, 10)}` : `${roles.join(", ")}, since ${since.slice(0, 10)}`}`,
  );
}

/** Gives one of the staff other roles, which count at their next click. */
export async function staffRolesOf({
  email,
  roles,
}: Pick<Given, "email" | "roles">): Promise<string[]> {
  const given = { email, roles: rolesOf(roles) };
  valueOf(await execute(changeStaffRoles, operatorClaim(null), given));
  return [`${email} has the roles ${given.roles.join(", ")} from the next click on.`];
}

/** Takes someone off the staff; their sessions as staff end at once. */
export async function staffRemove({ email }: Pick<Given, "email">): Promise<string[]> {
  valueOf(await execute(removeStaff, operatorClaim(null), { email }));
  return [`${email} is off the staff, and signed out of the operator's area.`];
}

/** Roles as they were typed: words with commas between. */
function rolesOf(typed: string): string[] {
  const roles = typed.split(/[\s,]+/).filter(Boolean);
  if (roles.every((role) => (staffRoles as readonly string[]).includes(role))) return roles;
  throw new Failure("invalid", {
    fields: { roles: `Choose from ${staffRoles.join(", ")}, with commas between.` },
  });
}
