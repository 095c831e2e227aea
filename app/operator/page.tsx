import { redirect } from "next/navigation";

export default function OperatorStart() {
  redirect("/operator/me");
}
