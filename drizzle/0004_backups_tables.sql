CREATE TABLE "backup_alarms" (
	"kind" text PRIMARY KEY NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"told_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "backup_state" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"restorable_to" timestamp with time zone,
	"waiting" integer NOT NULL,
	"gap" boolean NOT NULL,
	"key_here" boolean NOT NULL,
	"sealed" boolean NOT NULL,
	"journal_whole" boolean NOT NULL,
	CONSTRAINT "backup_state_one_row" CHECK ("backup_state"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "backups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"kind" text NOT NULL,
	"engine" text NOT NULL,
	"base" text,
	"state" text NOT NULL,
	"trouble" text,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"bytes" bigint NOT NULL,
	"rows" bigint NOT NULL,
	CONSTRAINT "backups_label_unique" UNIQUE("label"),
	CONSTRAINT "backups_state" CHECK ("backups"."state" in ('whole', 'failed', 'dropped'))
);
--> statement-breakpoint
CREATE TABLE "drills" (
	"id" uuid PRIMARY KEY NOT NULL,
	"label" text,
	"at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"trouble" text,
	"recovery_point" integer,
	"recovery_time" integer,
	"rows" bigint,
	"canaries" integer,
	"erasures" integer
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"object_id" uuid NOT NULL,
	"person_id" uuid
);
--> statement-breakpoint
CREATE TABLE "restores" (
	"id" uuid PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"restored_to" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"erasures" integer DEFAULT 0 NOT NULL,
	"sessions" integer DEFAULT 0 NOT NULL,
	"links" integer DEFAULT 0 NOT NULL,
	"keys" integer DEFAULT 0 NOT NULL,
	"letters" integer DEFAULT 0 NOT NULL,
	"jobs" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "backups_by_time" ON "backups" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "drills_by_time" ON "drills" USING btree ("at");