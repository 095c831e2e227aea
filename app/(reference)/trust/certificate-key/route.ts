import { read } from "@/lib/gate/page";
import { listCertificateKeys } from "@/lib/purge/list-certificate-keys";

/** The public keys certificates are verified with, the newest first. */
export async function GET(): Promise<Response> {
  const { data } = await read(listCertificateKeys, {});
  return new Response(data.map(({ pem }) => pem).join(""), {
    headers: { "content-type": "application/x-pem-file; charset=utf-8" },
  });
}
