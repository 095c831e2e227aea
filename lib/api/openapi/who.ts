import type { StaffActor, UserActor, UserTarget } from "@/lib/policy/actor";
import { type CommandName, mayAsk, mayDo, type QueryName } from "@/lib/policy/policy";
import { type StaffRole, staffRoles } from "@/lib/staff/staff";
import { type Role, roles } from "@/lib/users/user";

const them = (role: Role): UserTarget => ({ id: "them", role, status: "active" });
const myself = (role: Role): UserTarget => ({ id: "me", role, status: "active" });

const me = (role: Role): UserActor => ({
  kind: "user",
  userId: "me",
  personId: "",
  accountId: "",
  role,
  sessionId: "",
  confirmedAt: new Date(0),
  name: "",
  email: "",
});

const ofStaff = (role: StaffRole): StaffActor => ({
  kind: "staff",
  staffId: "",
  personId: "",
  sessionId: "",
  confirmedAt: new Date(0),
  name: "",
  roles: [role],
});

/** Who may, in a sentence, asked of the policy itself. */
export function whoMay(name: CommandName | QueryName): string {
  const rule = name in mayDo ? mayDo[name as CommandName] : mayAsk[name as QueryName];
  if (rule({ kind: "visitor" }, them("user"))) return "Anyone";
  const some = roles.filter((role) =>
    [them("user"), myself(role)].some((whom) => rule(me(role), whom)),
  );
  if (!some.length) {
    const staff = staffRoles.filter((role) => rule(ofStaff(role), them("user")));
    return staff.length ? `The operator’s staff: ${staff.join(", ")}` : "API keys";
  }
  const words = some.length === roles.length ? "Everyone signed in" : listed(some);
  const administrates = rule(me("administrator"), them("user"));
  const spares = administrates && !rule(me("administrator"), them("owner"));
  return spares && rule(me("owner"), them("owner")) ? `${words}; only owners to an owner` : words;
}

const plurals: Record<Role, string> = {
  owner: "owners",
  administrator: "administrators",
  auditor: "auditors",
  user: "users",
};

function listed(some: Role[]): string {
  const words = some.map((role) => plurals[role]);
  const [last, ...rest] = words.toReversed();
  const text = rest.length ? `${rest.toReversed().join(", ")} and ${last}` : last!;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
