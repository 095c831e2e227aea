CREATE TABLE "closures" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"requested_by" uuid NOT NULL,
	"reason" "bytea",
	"on_request" boolean NOT NULL,
	"second_owner" boolean NOT NULL,
	"confirmed_by" uuid,
	"cooling_since" timestamp with time zone,
	"cooling_ends_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	"cancelled_by" uuid,
	CONSTRAINT "closures_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "closures_cool_off" CHECK (("closures"."cooling_since" is null) = ("closures"."cooling_ends_at" is null) and "closures"."cooling_ends_at" > "closures"."cooling_since")
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"category" text NOT NULL,
	"placed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"placed_by" uuid NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"released_at" timestamp with time zone,
	"released_by" uuid,
	CONSTRAINT "holds_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "holds_category" CHECK ("holds"."category" in ('legal', 'evidence'))
);
--> statement-breakpoint
CREATE TABLE "purge_recipients" (
	"purge_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sealed_to" "bytea" NOT NULL,
	"told_at" timestamp with time zone,
	CONSTRAINT "purge_recipients_purge_id_id_pk" PRIMARY KEY("purge_id","id")
);
--> statement-breakpoint
CREATE TABLE "purge_runs" (
	"purge_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"table_name" text NOT NULL,
	"rows" integer NOT NULL,
	"keys" text,
	CONSTRAINT "purge_runs_purge_id_id_pk" PRIMARY KEY("purge_id","id")
);
--> statement-breakpoint
CREATE TABLE "purges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"object_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"facts" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"gone_by" timestamp with time zone,
	"statement" text,
	"signature" text,
	"gone_at" timestamp with time zone,
	"confirmation" text,
	"confirmation_signature" text,
	CONSTRAINT "purges_code_hash_unique" UNIQUE("code_hash"),
	CONSTRAINT "purges_kind" CHECK ("purges"."kind" in ('account', 'person', 'user'))
);
--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "cleanup_every_days" integer DEFAULT 7 NOT NULL;--> statement-breakpoint
ALTER TABLE "closures" ADD CONSTRAINT "closures_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purge_recipients" ADD CONSTRAINT "purge_recipients_purge_id_purges_id_fk" FOREIGN KEY ("purge_id") REFERENCES "public"."purges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purge_runs" ADD CONSTRAINT "purge_runs_purge_id_purges_id_fk" FOREIGN KEY ("purge_id") REFERENCES "public"."purges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "closures_one_under_way" ON "closures" USING btree ("account_id") WHERE "closures"."cancelled_at" is null;--> statement-breakpoint
CREATE INDEX "purges_by_account" ON "purges" USING btree ("account_id","started_at");--> statement-breakpoint
CREATE INDEX "purges_unfinished" ON "purges" USING btree ("started_at") WHERE "purges"."gone_at" is null;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_clean_up_within_a_year" CHECK ("settings"."cleanup_every_days" between 1 and 365);