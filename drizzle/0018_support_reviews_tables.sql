CREATE TABLE "support_reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"quarter" date NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "support_reviews_one_a_quarter" UNIQUE("quarter")
);
--> statement-breakpoint
CREATE TABLE "support_review_items" (
	"review_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"staff_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"account_id" uuid,
	"grant_id" uuid,
	"decision" text,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"words" "bytea",
	CONSTRAINT "support_review_items_review_id_id_pk" PRIMARY KEY("review_id","id"),
	CONSTRAINT "support_review_items_once" UNIQUE NULLS NOT DISTINCT("review_id","staff_id","grant_id"),
	CONSTRAINT "support_review_items_grant" CHECK (("support_review_items"."account_id" is null) = ("support_review_items"."grant_id" is null)),
	CONSTRAINT "support_review_items_decision" CHECK ("support_review_items"."decision" in ('keep', 'remove', 'escalate') and ("support_review_items"."decision" is null) = ("support_review_items"."decided_at" is null) and ("support_review_items"."decision" is null) = ("support_review_items"."decided_by" is null)),
	CONSTRAINT "support_review_items_not_by_oneself" CHECK ("support_review_items"."decided_by" <> "support_review_items"."staff_id")
);
--> statement-breakpoint
ALTER TABLE "support_grants" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "support_review_items" ADD CONSTRAINT "support_review_items_review_id_support_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."support_reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support_review_items" ADD CONSTRAINT "support_review_items_account_id_grant_id_support_grants_account_id_id_fk" FOREIGN KEY ("account_id","grant_id") REFERENCES "public"."support_grants"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "support_review_items_of_grant" ON "support_review_items" USING btree ("account_id","grant_id");--> statement-breakpoint
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grants_two_break_glass" CHECK ("support_grants"."confirmed_by" <> "support_grants"."staff_id");--> statement-breakpoint
ALTER TABLE "support_grants" ADD CONSTRAINT "support_grants_who_opened_it" CHECK ("support_grants"."origin" <> 'break_glass' or "support_grants"."starts_at" is null or "support_grants"."answered_by" is not null or "support_grants"."confirmed_by" is not null);
