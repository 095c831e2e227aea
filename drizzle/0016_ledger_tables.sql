CREATE INDEX "activity_from_outside" ON "activity" USING btree ("account_id","at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "activity"."actor_kind" in ('staff', 'operator') or "activity"."action" = 'ledger.export';--> statement-breakpoint
CREATE INDEX "ledger_by_time" ON "ledger" USING btree ("account_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE TABLE "erasure_requests" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid,
	"person_id" uuid,
	"reason" "bytea",
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() + interval '1 month' NOT NULL,
	"reminders" integer DEFAULT 0 NOT NULL,
	"lapsed_at" timestamp with time zone,
	"outcome" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"answer" "bytea",
	CONSTRAINT "erasure_requests_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "erasure_requests_outcome" CHECK ("erasure_requests"."outcome" in ('erased', 'refused', 'cancelled')),
	CONSTRAINT "erasure_requests_answered" CHECK (("erasure_requests"."outcome" is null) = ("erasure_requests"."answered_at" is null)),
	CONSTRAINT "erasure_requests_a_month" CHECK ("erasure_requests"."due_at" <= "erasure_requests"."requested_at" + interval '1 month'),
	CONSTRAINT "erasure_requests_refused_because" CHECK ("erasure_requests"."outcome" is distinct from 'refused' or "erasure_requests"."user_id" is null or "erasure_requests"."answer" is not null)
);--> statement-breakpoint
ALTER TABLE "erasure_requests" ADD CONSTRAINT "erasure_requests_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasure_requests_by_time" ON "erasure_requests" USING btree ("account_id","requested_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "erasure_requests_by_user" ON "erasure_requests" USING btree ("account_id","user_id","requested_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "erasure_requests_one_open" ON "erasure_requests" USING btree ("account_id","user_id") WHERE "erasure_requests"."outcome" is null;--> statement-breakpoint
CREATE INDEX "erasure_requests_open" ON "erasure_requests" USING btree ("due_at") WHERE "erasure_requests"."outcome" is null;--> statement-breakpoint
CREATE INDEX "support_grants_by_start" ON "support_grants" USING btree ("account_id","starts_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "support_grants"."starts_at" is not null;--> statement-breakpoint
CREATE INDEX "support_looks_by_time" ON "support_looks" USING btree ("account_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);
