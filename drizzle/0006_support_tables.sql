CREATE TABLE "support_grants" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"asked" "bytea" NOT NULL,
	"nouns" text NOT NULL,
	"fields" text NOT NULL,
	"mode" text NOT NULL,
	"minutes" integer NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lapses_at" timestamp with time zone DEFAULT now() + interval '4 days' NOT NULL,
	"decision" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"answer" "bytea",
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"told_owners" text,
	CONSTRAINT "support_grants_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "support_grants_origin" CHECK ("support_grants"."origin" in ('request', 'invitation', 'break_glass')),
	CONSTRAINT "support_grants_mode" CHECK ("support_grants"."mode" in ('view', 'act')),
	CONSTRAINT "support_grants_minutes" CHECK ("support_grants"."minutes" between 5 and 1440),
	CONSTRAINT "support_grants_lapse" CHECK ("support_grants"."lapses_at" <= "support_grants"."requested_at" + interval '4 days'),
	CONSTRAINT "support_grants_answer" CHECK (("support_grants"."decision" is null) = ("support_grants"."answered_at" is null) and "support_grants"."decision" in ('approved', 'declined', 'withdrawn')),
	CONSTRAINT "support_grants_only_approved" CHECK ("support_grants"."starts_at" is null or "support_grants"."decision" is not distinct from 'approved'),
	CONSTRAINT "support_grants_a_day_at_most" CHECK (("support_grants"."starts_at" is null) = ("support_grants"."ends_at" is null) and "support_grants"."ends_at" > "support_grants"."starts_at" and "support_grants"."ends_at" <= "support_grants"."starts_at" + interval '24 hours'),
	CONSTRAINT "support_grants_end" CHECK (("support_grants"."ended_at" is null) = ("support_grants"."ended_by" is null))
);
--> statement-breakpoint
CREATE TABLE "support_looks" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"kind" text NOT NULL,
	"action" text NOT NULL,
	"object_kind" text,
	"object_id" uuid,
	"fields" text NOT NULL,
	"request_id" text NOT NULL,
	"detail" "bytea" NOT NULL,
	"sought" "bytea",
	CONSTRAINT "support_looks_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "support_looks_kind" CHECK ("support_looks"."kind" in ('look', 'change', 'unmask'))
);
--> statement-breakpoint
CREATE TABLE "support_unmasks" (
	"account_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" uuid NOT NULL,
	"field" text NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"reason" "bytea" NOT NULL,
	CONSTRAINT "support_unmasks_account_id_grant_id_object_id_field_pk" PRIMARY KEY("account_id","grant_id","object_id","field")
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "owner_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "support_ceiling_minutes" integer DEFAULT 1440 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "grant_id" uuid;--> statement-breakpoint
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grants_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_looks" ADD CONSTRAINT "support_looks_account_id_grant_id_support_grants_account_id_id_fk" FOREIGN KEY ("account_id","grant_id") REFERENCES "public"."support_grants"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_unmasks" ADD CONSTRAINT "support_unmasks_account_id_grant_id_support_grants_account_id_id_fk" FOREIGN KEY ("account_id","grant_id") REFERENCES "public"."support_grants"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "support_grants_by_time" ON "support_grants" USING btree ("account_id","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "support_grants_by_person" ON "support_grants" USING btree ("person_id","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "support_looks_by_grant" ON "support_looks" USING btree ("account_id","grant_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_support_a_day_at_most" CHECK ("settings"."support_ceiling_minutes" between 5 and 1440);