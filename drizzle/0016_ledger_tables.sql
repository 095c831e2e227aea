CREATE INDEX "activity_from_outside" ON "activity" USING btree ("account_id","at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "activity"."actor_kind" in ('staff', 'operator');--> statement-breakpoint
CREATE INDEX "ledger_by_time" ON "ledger" USING btree ("account_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);
