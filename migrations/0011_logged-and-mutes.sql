CREATE TABLE "mute" (
	"source" text NOT NULL,
	"author" text NOT NULL,
	"mention" text NOT NULL,
	"by" text NOT NULL,
	"reason" text NOT NULL,
	"from" timestamp(3) with time zone NOT NULL,
	"until" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	CONSTRAINT "mute_source_author_pk" PRIMARY KEY("source","author")
);
--> statement-breakpoint
DROP INDEX "mention_open";--> statement-breakpoint
DROP INDEX "mention_desk";--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "logged" text;--> statement-breakpoint
ALTER TABLE "mute" ADD CONSTRAINT "mute_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mute_until" ON "mute" USING btree ("until") WHERE "mute"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "mention_logged" ON "mention" USING btree ("opened_at","department") WHERE "mention"."status" = 'logged';--> statement-breakpoint
CREATE INDEX "mention_open" ON "mention" USING btree ("department") WHERE "mention"."status" not in ('dismissed', 'resolved', 'logged');--> statement-breakpoint
CREATE INDEX "mention_desk" ON "mention" USING btree ("department","status","waiting_since") WHERE "mention"."status" not in ('answered', 'dismissed', 'resolved', 'logged');