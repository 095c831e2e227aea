CREATE TABLE "exports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"person_id" uuid,
	"state" text DEFAULT 'queued' NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"request_id" text NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"run" uuid,
	"progress" integer DEFAULT 0 NOT NULL,
	"rows" bigint,
	"bytes" bigint,
	"expires_at" timestamp with time zone,
	"downloads" integer DEFAULT 0 NOT NULL,
	"file_key" "bytea",
	"trouble" "bytea",
	CONSTRAINT "exports_of_one" CHECK (("exports"."kind" = 'account') = ("exports"."account_id" is not null) and ("exports"."kind" = 'person') = ("exports"."person_id" is not null)),
	CONSTRAINT "exports_key_while_ready" CHECK (("exports"."state" = 'ready') = ("exports"."file_key" is not null))
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"installation_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"marked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installation_one_row" CHECK ("installation"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exports_by_account" ON "exports" USING btree ("account_id","requested_at");--> statement-breakpoint
CREATE INDEX "exports_by_person" ON "exports" USING btree ("person_id","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "exports_one_under_way_of_account" ON "exports" USING btree ("account_id") WHERE "exports"."state" in ('queued', 'running');--> statement-breakpoint
CREATE UNIQUE INDEX "exports_one_under_way_of_person" ON "exports" USING btree ("person_id") WHERE "exports"."state" in ('queued', 'running');