ALTER TABLE "mention" ADD COLUMN "pressing_due_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "mention_owned_pressing" ON "mention" USING btree ("owner","status","pressing_due_at") WHERE "mention"."owner" is not null and "mention"."pressing_due_at" is not null;--> statement-breakpoint
CREATE INDEX "mention_desk_pressing" ON "mention" USING btree ("department","sensitive","status","pressing_due_at") WHERE "mention"."pressing_due_at" is not null;--> statement-breakpoint
UPDATE "mention" SET "pressing_due_at" = "pressing"."due_at" FROM (
  SELECT "mention", min("due_at") AS "due_at" FROM "sla_instance"
  WHERE "ended_at" IS NULL AND "state" IN ('imminent', 'breached') GROUP BY "mention"
) AS "pressing" WHERE "mention"."id" = "pressing"."mention";
