ALTER TABLE "mention" ADD COLUMN "opened_at" timestamp(3) with time zone;--> statement-breakpoint
UPDATE "mention" SET "opened_at" = "event"."at" FROM "event" WHERE "event"."mention" = "mention"."id" AND "event"."seq" = 1;--> statement-breakpoint
ALTER TABLE "mention" ALTER COLUMN "opened_at" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "mention_author" ON "mention" USING btree ("source","author","opened_at");
