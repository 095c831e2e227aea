import { ActivityHead } from "@/components/activity/activity-head";
import { ListSkeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <ActivityHead />
      <ListSkeleton name="the activity" />
    </>
  );
}
