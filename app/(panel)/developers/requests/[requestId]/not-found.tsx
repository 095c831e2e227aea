import { NoRequest } from "@/components/traffic/no-request";

export default function RequestNotFound() {
  return <NoRequest />;
}
