import { z } from "zod";

import { query } from "@/lib/gate/query";
import { publicKeys } from "./signing";

/** The public keys of this installation's certificates, the newest first: nothing else is needed to verify one. */
export const listCertificateKeys = query("certificate.list_keys", {
  input: z.strictObject({}),
  output: z
    .object({
      data: z.array(
        z.object({
          signer: z
            .string()
            .meta({ examples: ["ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"] }),
          pem: z.string(),
        }),
      ),
    })
    .meta({ id: "CertificateKeys", description: "The public keys certificates are verified with" }),
  refuses: [],
  run: async ({ db }) => ({ data: await publicKeys(db) }),
});
