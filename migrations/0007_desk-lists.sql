DROP INDEX "mention_owned";--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "waiting_since" timestamp(3) with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
CREATE INDEX "mention_desk" ON "mention" USING btree ("department","status","waiting_since") WHERE "mention"."status" not in ('answered', 'dismissed', 'resolved');--> statement-breakpoint
CREATE INDEX "outbox_trouble" ON "outbox" USING btree ("lane") WHERE "outbox"."error" is not null;--> statement-breakpoint
CREATE INDEX "mention_owned" ON "mention" USING btree ("owner","status","waiting_since") WHERE "mention"."owner" is not null and "mention"."status" not in ('dismissed', 'resolved');