CREATE TABLE "disclosures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"processor" text NOT NULL,
	"purpose" text NOT NULL,
	"fields" text NOT NULL,
	"person_id" uuid,
	"user_id" uuid,
	"bytes" integer NOT NULL,
	"request_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD COLUMN "thin" boolean;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disclosures_by_account" ON "disclosures" USING btree ("account_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "disclosures_by_person" ON "disclosures" USING btree ("person_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);
