import { ListSkeleton } from "@/components/ui/skeleton";
import { UsersHead } from "@/components/users/users-head";

export default function Loading() {
  return (
    <>
      <UsersHead />
      <ListSkeleton name="the users" />
    </>
  );
}
