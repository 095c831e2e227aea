ALTER TABLE "links" ADD COLUMN "started_as" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "started_in" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "started_by" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "started_with" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "not_before" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "voided_because" text;--> statement-breakpoint
CREATE INDEX "links_by_starter" ON "links" USING btree ("started_in","started_by");