import { z } from "zod";

import { Instant } from "@/lib/users/user";

export const staffRoles = ["technical", "support", "security"] as const;
export type StaffRole = (typeof staffRoles)[number];

export const StaffRoles = z
  .array(z.enum(staffRoles, "Roles are technical, support and security."))
  .min(1, "Give at least one role: technical, support or security.")
  .transform((roles) => staffRoles.filter((role) => roles.includes(role)));

/** One of the staff, as they see themselves. */
export const StaffSelf = z.object({
  id: z.uuid(),
  name: z.string().meta({ examples: ["Tess Technical"] }),
  email: z.string().meta({ examples: ["tess@example.test"] }),
  roles: z.array(z.enum(staffRoles)),
});

/** One of the installation's own people. */
export const StaffMember = z
  .object({
    ...StaffSelf.shape,
    since: Instant,
    endedAt: Instant.nullable().meta({ examples: [null] }),
  })
  .meta({ id: "StaffMember", description: "One of the installation's own people" });
export type StaffMember = z.infer<typeof StaffMember>;
