import { mounted } from "@/lib/api/mount";

export { mounted as GET };
