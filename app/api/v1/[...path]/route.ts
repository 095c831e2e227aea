import { mounted } from "@/lib/api/mount";

export { mounted as DELETE, mounted as GET, mounted as PATCH, mounted as POST, mounted as PUT };
