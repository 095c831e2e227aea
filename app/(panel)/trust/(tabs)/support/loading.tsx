import { SectionsSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return <SectionsSkeleton name="support access" />;
}
