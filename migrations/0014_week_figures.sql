CREATE INDEX "event_deeds" ON "event" USING btree ("at") WHERE "event"."type" in ('claimed', 'published', 'answered_elsewhere', 'approved', 'changes_requested');--> statement-breakpoint
CREATE INDEX "mention_opened" ON "mention" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "sla_instance_ended" ON "sla_instance" USING btree ("ended_at") WHERE "sla_instance"."state" in ('achieved', 'breached');--> statement-breakpoint
CREATE INDEX "sla_instance_missed" ON "sla_instance" USING btree ("due_at") WHERE "sla_instance"."state" in ('pending', 'imminent', 'breached');