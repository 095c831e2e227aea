import { eq, isNotNull, and } from "drizzle-orm";
import { z } from "zod";

import { purges } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { hashCode } from "./certify";
import { CertificateFile, Confirmation, Statement } from "./statement";

/** The certificate of a deletion, for whoever holds the code in the letter. It tells nobody's name. */
export const showCertificate = query("certificate.show", {
  input: z.strictObject({ code: z.string().max(200) }),
  output: CertificateFile,
  refuses: ["not_found"],
  async run({ db, input: { code } }): Promise<CertificateFile> {
    const [row] = await db
      .select({
        statement: purges.statement,
        signature: purges.signature,
        confirmation: purges.confirmation,
        confirmationSignature: purges.confirmationSignature,
      })
      .from(purges)
      .where(and(eq(purges.codeHash, hashCode(code)), isNotNull(purges.finishedAt)));
    if (!row) throw new Failure("not_found");
    const { statement, signature, confirmation, confirmationSignature } = row;
    return {
      statement: Statement.parse(JSON.parse(statement!)),
      signature: signature!,
      confirmation: confirmation === null ? null : Confirmation.parse(JSON.parse(confirmation)),
      confirmationSignature,
    };
  },
});
