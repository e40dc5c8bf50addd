ALTER TABLE "mention" ADD COLUMN "closed_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "follow_up" text;--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "moments" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "mention_follow_up" ON "mention" USING btree ("owner","closed_at") WHERE "mention"."follow_up" = 'asked';