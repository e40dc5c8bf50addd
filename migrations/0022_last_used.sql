DROP INDEX "person_link_email";--> statement-breakpoint
ALTER TABLE "person_link" ADD COLUMN "used_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "person_link_by_email" ON "person_link" USING btree ("email","surface","tenant");