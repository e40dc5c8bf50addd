DROP INDEX "mention_desk";--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "sensitive" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "mention_desk" ON "mention" USING btree ("department","sensitive","status","waiting_since") WHERE "mention"."status" not in ('answered', 'dismissed', 'resolved', 'logged');