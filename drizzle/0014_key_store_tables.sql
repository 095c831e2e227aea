CREATE TABLE "key_place" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"place" text NOT NULL,
	"store" uuid NOT NULL,
	"leaving" text,
	"together_until" timestamp with time zone,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "key_place_one_row" CHECK ("key_place"."id" = 1),
	CONSTRAINT "key_place_known" CHECK ("key_place"."place" in ('together', 'apart', 'elsewhere'))
);
--> statement-breakpoint
ALTER TABLE "backup_state" ADD COLUMN "key_sets" integer;--> statement-breakpoint
ALTER TABLE "backup_state" ADD COLUMN "keys_copied_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "backup_state" ADD COLUMN "oldest_keys" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "backup_state" ADD COLUMN "keys_waiting" integer;
