CREATE TABLE "handbook" (
	"sha" text PRIMARY KEY NOT NULL,
	"body" text NOT NULL,
	"activated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "handbook_activated" ON "handbook" USING btree ("activated_at");--> statement-breakpoint
CREATE INDEX "mention_open" ON "mention" USING btree ("department") WHERE "mention"."status" not in ('dismissed', 'resolved');