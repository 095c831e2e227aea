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
CREATE INDEX "disclosures_by_person" ON "disclosures" USING btree ("person_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "notice_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_two_weeks_of_notice" CHECK ("settings"."notice_days" >= 14);--> statement-breakpoint
CREATE TABLE "locations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"what" text NOT NULL,
	"provider" text NOT NULL,
	"country" text NOT NULL,
	"place" text NOT NULL,
	"kind" text NOT NULL,
	"region" text,
	"url" text,
	"announced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	CONSTRAINT "locations_end_after_they_begin" CHECK ("locations"."until" >= "locations"."since")
);
--> statement-breakpoint
CREATE TABLE "processors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"domain" text,
	"name" text NOT NULL,
	"purpose" text NOT NULL,
	"fields" text NOT NULL,
	"country" text,
	"url" text
);
--> statement-breakpoint
CREATE TABLE "processor_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"processor_id" uuid NOT NULL,
	"replaces" uuid,
	"announced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"window_days" integer NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"found" boolean DEFAULT false NOT NULL,
	CONSTRAINT "processor_changes_after_window" CHECK ("processor_changes"."found" or "processor_changes"."effective_at" >= "processor_changes"."announced_at" + "processor_changes"."window_days" * interval '24 hours'),
	CONSTRAINT "processor_changes_two_weeks_at_least" CHECK ("processor_changes"."found" or "processor_changes"."window_days" >= 14),
	CONSTRAINT "processor_changes_withdrawn_in_time" CHECK ("processor_changes"."withdrawn_at" < "processor_changes"."effective_at"),
	CONSTRAINT "processor_changes_replace" CHECK (("processor_changes"."kind" = 'changed') = ("processor_changes"."replaces" is not null))
);
--> statement-breakpoint
CREATE TABLE "processor_objections" (
	"account_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"reason" "bytea" NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "processor_objections_account_id_change_id_pk" PRIMARY KEY("account_id","change_id")
);
--> statement-breakpoint
ALTER TABLE "processor_changes" ADD CONSTRAINT "processor_changes_processor_id_processors_id_fk" FOREIGN KEY ("processor_id") REFERENCES "public"."processors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processor_changes" ADD CONSTRAINT "processor_changes_replaces_processors_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."processors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processor_objections" ADD CONSTRAINT "processor_objections_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "processor_objections" ADD CONSTRAINT "processor_objections_change_id_processor_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."processor_changes"("id") ON DELETE no action ON UPDATE no action;
