import type { Metadata } from "next";

import { StaffTable } from "@/components/operator/staff-table";
import { readerOf } from "@/components/time/reader";
import { PageHeader } from "@/components/ui/page-header";
import { read } from "@/lib/gate/page";
import { listStaff } from "@/lib/staff/list-staff";

export const metadata: Metadata = { title: "Staff" };

export default async function StaffPage() {
  const { data } = await read(listStaff, {});
  return (
    <>
      <PageHeader
        title="Staff"
        about="The people of this installation. They are added, changed and removed on the command line: npx castellan staff"
      />
      <StaffTable staff={data} reader={await readerOf(null)} />
    </>
  );
}
