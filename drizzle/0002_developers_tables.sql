CREATE TABLE "api_keys" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"name" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"holder_id" uuid,
	"scopes" text NOT NULL,
	"networks" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"used_from" "bytea",
	"revoked_at" timestamp with time zone,
	"revoked_because" text,
	"successor_id" uuid,
	"reminded_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "api_keys_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "cleanups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"dropped" integer NOT NULL,
	"kept_since" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "installation_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"object_id" uuid,
	"request_id" text NOT NULL,
	"detail" "bytea"
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"call_retention_days" integer DEFAULT 90 NOT NULL,
	CONSTRAINT "settings_one_row" CHECK ("settings"."id" = 1),
	CONSTRAINT "settings_keep_calls_30_days" CHECK ("settings"."call_retention_days" >= 30)
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"name" "bytea" NOT NULL,
	"roles" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "staff_person_id_unique" UNIQUE("person_id")
);
--> statement-breakpoint
CREATE TABLE "api_calls" (
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"request_id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"key_id" uuid,
	"source" text NOT NULL,
	"method" text NOT NULL,
	"route" text NOT NULL,
	"operation" text,
	"status" integer NOT NULL,
	"code" text,
	"duration" integer NOT NULL,
	"bytes_in" integer NOT NULL,
	"bytes_out" integer NOT NULL,
	"origin" "bytea",
	"idempotency_hash" "bytea",
	CONSTRAINT "api_calls_account_id_at_request_id_pk" PRIMARY KEY("account_id","at","request_id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"key" "bytea" PRIMARY KEY NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"status" integer,
	"answer" "bytea",
	"sealed_for" uuid,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "traffic_rollups" (
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"span" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"operation" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"calls" integer NOT NULL,
	"refused" integer NOT NULL,
	"failed" integer NOT NULL,
	"limited" integer NOT NULL,
	"duration" bigint NOT NULL,
	"slowest" integer NOT NULL,
	"bytes_in" bigint NOT NULL,
	"bytes_out" bigint NOT NULL,
	"durations" integer[] NOT NULL,
	CONSTRAINT "traffic_rollups_account_id_kind_span_at_operation_subject_id_pk" PRIMARY KEY("account_id","kind","span","at","operation","subject_id"),
	CONSTRAINT "traffic_rollups_span" CHECK ("traffic_rollups"."span" in (60, 3600, 86400))
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"outcome" text NOT NULL,
	"status" integer,
	"duration" integer NOT NULL,
	"bytes_out" integer NOT NULL,
	"bytes_in" integer NOT NULL,
	"request_id" text NOT NULL,
	"excerpt" "bytea",
	CONSTRAINT "webhook_attempts_account_id_at_id_pk" PRIMARY KEY("account_id","at","id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"sequence" bigint NOT NULL,
	"state" text NOT NULL,
	"test" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"last_at" timestamp with time zone,
	"last_outcome" text,
	"last_status" integer,
	"last_duration" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "webhook_deliveries_once" UNIQUE("account_id","endpoint_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" "bytea" NOT NULL,
	"description" "bytea",
	"topics" text NOT NULL,
	"thin" boolean NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp with time zone DEFAULT now() NOT NULL,
	"because" text,
	"failing_since" timestamp with time zone,
	"warned_at" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"rest_until" timestamp with time zone,
	"busy_with" uuid,
	"busy_until" timestamp with time zone,
	"sequence" bigint DEFAULT 0 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "webhook_endpoints_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_messages" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"topic" text NOT NULL,
	"object_id" uuid,
	"actor_id" uuid,
	"request_id" text NOT NULL,
	"payload" "bytea",
	"fanned_out_at" timestamp with time zone,
	CONSTRAINT "webhook_messages_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"account_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "webhook_secrets_account_id_endpoint_id_id_pk" PRIMARY KEY("account_id","endpoint_id","id")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_account_id_endpoint_id_webhook_endpoints_account_id_id_fk" FOREIGN KEY ("account_id","endpoint_id") REFERENCES "public"."webhook_endpoints"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_account_id_message_id_webhook_messages_account_id_id_fk" FOREIGN KEY ("account_id","message_id") REFERENCES "public"."webhook_messages"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_messages" ADD CONSTRAINT "webhook_messages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_secrets" ADD CONSTRAINT "webhook_secrets_account_id_endpoint_id_webhook_endpoints_account_id_id_fk" FOREIGN KEY ("account_id","endpoint_id") REFERENCES "public"."webhook_endpoints"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_by_holder" ON "api_keys" USING btree ("account_id","holder_id");--> statement-breakpoint
CREATE INDEX "cleanups_by_time" ON "cleanups" USING btree ("kind","at");--> statement-breakpoint
CREATE INDEX "installation_log_by_time" ON "installation_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "api_calls_by_key" ON "api_calls" USING btree ("account_id","key_id","at" DESC NULLS LAST,"request_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "api_calls_by_actor" ON "api_calls" USING btree ("account_id","actor_id","at" DESC NULLS LAST,"request_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "api_calls_by_request" ON "api_calls" USING btree ("account_id","request_id");--> statement-breakpoint
CREATE INDEX "idempotency_by_time" ON "idempotency" USING btree ("at");--> statement-breakpoint
CREATE INDEX "webhook_attempts_by_delivery" ON "webhook_attempts" USING btree ("account_id","delivery_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "webhook_attempts_by_endpoint" ON "webhook_attempts" USING btree ("account_id","endpoint_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_endpoint" ON "webhook_deliveries" USING btree ("account_id","endpoint_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_state" ON "webhook_deliveries" USING btree ("account_id","endpoint_id","state","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_message" ON "webhook_deliveries" USING btree ("account_id","message_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("account_id","endpoint_id","test" DESC NULLS LAST,"sequence") WHERE "webhook_deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_messages_by_request" ON "webhook_messages" USING btree ("account_id","request_id");--> statement-breakpoint
CREATE INDEX "webhook_messages_by_object" ON "webhook_messages" USING btree ("account_id","object_id");--> statement-breakpoint
CREATE INDEX "webhook_messages_by_actor" ON "webhook_messages" USING btree ("account_id","actor_id");--> statement-breakpoint
CREATE INDEX "webhook_messages_to_fan_out" ON "webhook_messages" USING btree ("account_id","id") WHERE "webhook_messages"."fanned_out_at" is null;--> statement-breakpoint
CREATE INDEX "letters_by_request" ON "letters" USING btree ("account_id","request_id");