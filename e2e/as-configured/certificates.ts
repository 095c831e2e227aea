import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export type Certificate = { certificate: string; key: string };

/**
 * A certificate authority of an organisation's own, made by OpenSSL in a folder.
 *
 * @returns the file with its certificate, and a way to issue one for the names of a server
 */
export function authorityIn(folder: string): {
  authority: string;
  issue: (name: string) => Certificate;
} {
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    ...["req", "-x509", ...newKey, "-days", "2", "-subj", "/CN=Castellan tests"],
    ...["-keyout", "authority.key", "-out", "authority.pem"],
  );
  const issue = (name: string): Certificate => {
    const extensions = `${name}.ext`;
    writeFileSync(
      join(folder, extensions),
      `subjectAltName=DNS:${name}\nbasicConstraints=CA:FALSE\n`,
    );
    openssl(
      "req",
      ...newKey,
      "-subj",
      `/CN=${name}`,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
    );
    openssl(
      ...["x509", "-req", "-in", `${name}.csr`, "-days", "2", "-extfile", extensions],
      ...["-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial"],
      ...["-out", `${name}.pem`],
    );
    return { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  };
  return { authority: join(folder, "authority.pem"), issue };
}
