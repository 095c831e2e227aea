import { read } from "@/lib/gate/page";
import { showCertificate } from "@/lib/purge/show-certificate";

/** The certificate as a file to keep. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const file = await read(showCertificate, await params);
  return new Response(`${JSON.stringify(file, null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="certificate-${file.statement.id}.json"`,
    },
  });
}
