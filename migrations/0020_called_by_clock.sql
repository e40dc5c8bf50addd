ALTER TABLE "mention" ADD COLUMN "called_by_clock" text;--> statement-breakpoint
CREATE INDEX "mention_called" ON "mention" USING btree ("called_by_clock","pressing_due_at","id") WHERE "mention"."called_by_clock" is not null;--> statement-breakpoint
UPDATE "mention" SET "called_by_clock" = "escalation" ->> 'to'
WHERE "escalation" ->> 'by' = 'heed' AND "owner" IS DISTINCT FROM "escalation" ->> 'to'
  AND "status" IN ('unclaimed', 'claimed', 'in_review', 'scheduled', 'publishing', 'unsure')
  AND EXISTS (
    SELECT 1 FROM "sla_instance" WHERE "sla_instance"."mention" = "mention"."id"
      AND "sla_instance"."ended_at" IS NULL AND "sla_instance"."state" = 'breached'
  );
