import type { Metadata } from "next";

import { Certificate } from "@/components/closures/certificate";
import { readerOf } from "@/components/time/reader";
import { read } from "@/lib/gate/page";
import { showCertificate } from "@/lib/purge/show-certificate";

export const metadata: Metadata = { title: "Certificate of deletion", robots: { index: false } };

type Props = { params: Promise<{ code: string }> };

export default async function CertificatePage({ params }: Props) {
  const { code } = await params;
  const file = await read(showCertificate, { code });
  return <Certificate file={file} code={code} reader={await readerOf(null)} />;
}
