import { Badge } from "@/components/ui/badge";

/** What the installation is there for. One that is not for production says so loudly. */
export function Environment({ name }: { name: string }) {
  return name === "production" ? "production" : <Badge tone="warn">{name}</Badge>;
}
