/** Programs to take along, each whole enough to run. */

export const tinyReceiver = `node -e '
require("http").createServer((request, response) => {
  console.log(request.headers);
  request.pipe(process.stdout);
  response.writeHead(204).end();
}).listen(4000)'`;

export const createByApi = (origin: string) => `curl ${origin}/api/v1/webhook-endpoints \\
  -H "Authorization: Bearer $CASTELLAN_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{ "url": "https://hooks.example.com/castellan",
        "topics": ["user.pause", "user.resume"] }'`;

/** Checking a signature, by language. */
export const verifying = {
  "Node.js": `// npm install express standardwebhooks
import express from "express";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.CASTELLAN_WEBHOOK_SECRET);

express()
  // The raw body: whatever reads it as JSON first changes what was signed.
  .post("/castellan", express.raw({ type: "application/json" }), (request, response) => {
    // Throws when it is not ours, was changed on its way or is older than five minutes.
    const message = webhook.verify(request.body.toString(), request.headers);
    response.sendStatus(204); // answer within 10 seconds, work afterwards
    console.log(message.type, message.subject);
  })
  .listen(4000);`,
  Python: `# pip install flask standardwebhooks
import os
from flask import Flask, request
from standardwebhooks.webhooks import Webhook

webhook = Webhook(os.environ["CASTELLAN_WEBHOOK_SECRET"])
app = Flask(__name__)

@app.post("/castellan")
def told():
    # Raises when it is not ours, was changed on its way or is older than five minutes.
    message = webhook.verify(request.get_data(as_text=True), request.headers)
    print(message["type"], message["subject"])
    return "", 204  # answer within 10 seconds, work afterwards`,
  Shell: `# prints the signature that must stand in the header webhook-signature
printf '%s.%s.%s' "$WEBHOOK_ID" "$WEBHOOK_TIMESTAMP" "$(cat body.json)" |
  openssl dgst -sha256 -binary -mac HMAC \\
    -macopt "hexkey:$(printf %s "\${SECRET#whsec_}" | base64 -d | xxd -p -c 99)" |
  base64 | sed 's/^/v1,/'`,
};
