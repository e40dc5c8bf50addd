CREATE SEQUENCE "public"."mention_ref" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1000 CACHE 1;--> statement-breakpoint
CREATE TABLE "attempt" (
	"id" text PRIMARY KEY NOT NULL,
	"draft" text NOT NULL,
	"version" text NOT NULL,
	"n" integer NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "author" (
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"followers" integer,
	CONSTRAINT "author_source_external_id_pk" PRIMARY KEY("source","external_id")
);
--> statement-breakpoint
CREATE TABLE "budget" (
	"key" text PRIMARY KEY NOT NULL,
	"full_at" double precision NOT NULL,
	"wait_ms" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "content" (
	"id" text PRIMARY KEY NOT NULL,
	"mention" text NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deleted_post" (
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deleted_post_source_external_id_pk" PRIMARY KEY("source","external_id")
);
--> statement-breakpoint
CREATE TABLE "draft" (
	"id" text PRIMARY KEY NOT NULL,
	"mention" text NOT NULL,
	"state" text NOT NULL,
	"saved" text,
	"hold" jsonb
);
--> statement-breakpoint
CREATE TABLE "draft_version" (
	"id" text PRIMARY KEY NOT NULL,
	"draft" text NOT NULL,
	"n" integer NOT NULL,
	"author" text NOT NULL,
	"content" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"reply_to" text NOT NULL,
	"heard" integer NOT NULL,
	"needed" integer NOT NULL,
	"accepted" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"mention" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"format" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"handbook" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "event_mention_seq_pk" PRIMARY KEY("mention","seq")
);
--> statement-breakpoint
CREATE TABLE "lane" (
	"key" text PRIMARY KEY NOT NULL,
	"parent" text NOT NULL,
	"next_at" timestamp(3) with time zone NOT NULL,
	"lease" text,
	"leased_until" timestamp(3) with time zone,
	"blocked" text
);
--> statement-breakpoint
CREATE TABLE "lane_parent" (
	"key" text PRIMARY KEY NOT NULL,
	"next_at" timestamp(3) with time zone NOT NULL,
	"blocked" text
);
--> statement-breakpoint
CREATE TABLE "mention" (
	"id" text PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"source" text NOT NULL,
	"network" text NOT NULL,
	"thread_root" text NOT NULL,
	"author" text NOT NULL,
	"author_handle" text NOT NULL,
	"author_name" text NOT NULL,
	"status" text NOT NULL,
	"owner" text,
	"owned_since" timestamp(3) with time zone,
	"department" text NOT NULL,
	"category" text,
	"floor" integer NOT NULL,
	"cycle" integer NOT NULL,
	"placement" integer NOT NULL,
	"send_at" timestamp(3) with time zone,
	"verdict" text,
	"answered" boolean NOT NULL,
	"heard" integer NOT NULL,
	"answers_through" integer NOT NULL,
	"last_act" jsonb,
	"last_seq" integer NOT NULL,
	CONSTRAINT "mention_ref_unique" UNIQUE("ref")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" text PRIMARY KEY NOT NULL,
	"mention" text NOT NULL,
	"position" integer NOT NULL,
	"source" text NOT NULL,
	"external_id" text,
	"parent_id" text,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"content" text,
	"link" text,
	"context" text,
	"attachments" jsonb NOT NULL,
	"posted_at" timestamp(3) with time zone NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"edited_at" timestamp(3) with time zone,
	"deleted_at" timestamp(3) with time zone,
	"written_by" text,
	"approved_by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"lane" text NOT NULL,
	"rank" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"generation" integer NOT NULL,
	"attempts" integer NOT NULL,
	"state" text NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "person_link" (
	"surface" text NOT NULL,
	"tenant" text NOT NULL,
	"external_id" text NOT NULL,
	"email" text,
	"standing" text NOT NULL,
	"checked_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "person_link_surface_tenant_external_id_pk" PRIMARY KEY("surface","tenant","external_id")
);
--> statement-breakpoint
CREATE TABLE "review" (
	"version" text NOT NULL,
	"position" integer NOT NULL,
	"person" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "review_version_position_pk" PRIMARY KEY("version","position")
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "surface_message" (
	"id" text PRIMARY KEY NOT NULL,
	"surface" text NOT NULL,
	"tenant" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"placement" integer NOT NULL,
	"place" text NOT NULL,
	"channel" text,
	"ts" text,
	"hash" text,
	"story_through" integer NOT NULL,
	"posting_since" timestamp(3) with time zone
);
--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_draft_draft_id_fk" FOREIGN KEY ("draft") REFERENCES "public"."draft"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_version_draft_version_id_fk" FOREIGN KEY ("version") REFERENCES "public"."draft_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content" ADD CONSTRAINT "content_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft" ADD CONSTRAINT "draft_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_version" ADD CONSTRAINT "draft_version_draft_draft_id_fk" FOREIGN KEY ("draft") REFERENCES "public"."draft"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lane" ADD CONSTRAINT "lane_parent_lane_parent_key_fk" FOREIGN KEY ("parent") REFERENCES "public"."lane_parent"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review" ADD CONSTRAINT "review_version_draft_version_id_fk" FOREIGN KEY ("version") REFERENCES "public"."draft_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_n" ON "attempt" USING btree ("version","n");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_open" ON "attempt" USING btree ("draft") WHERE "attempt"."outcome" is null;--> statement-breakpoint
CREATE INDEX "content_mention" ON "content" USING btree ("mention");--> statement-breakpoint
CREATE UNIQUE INDEX "draft_open" ON "draft" USING btree ("mention") WHERE "draft"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "draft_version_n" ON "draft_version" USING btree ("draft","n");--> statement-breakpoint
CREATE UNIQUE INDEX "mention_thread_author" ON "mention" USING btree ("source","thread_root","author");--> statement-breakpoint
CREATE INDEX "mention_owned" ON "mention" USING btree ("owner") WHERE "mention"."owner" is not null and "mention"."status" not in ('dismissed', 'resolved');--> statement-breakpoint
CREATE UNIQUE INDEX "message_position" ON "message" USING btree ("mention","position");--> statement-breakpoint
CREATE UNIQUE INDEX "message_post" ON "message" USING btree ("source","external_id") WHERE "message"."external_id" is not null;--> statement-breakpoint
CREATE INDEX "outbox_head" ON "outbox" USING btree ("lane","rank","due_at","key") WHERE "outbox"."state" = 'ready';--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("lane","due_at") WHERE "outbox"."state" = 'ready';--> statement-breakpoint
CREATE INDEX "person_link_email" ON "person_link" USING btree ("surface","tenant","email");--> statement-breakpoint
CREATE UNIQUE INDEX "surface_message_key" ON "surface_message" USING btree ("kind","subject","placement","surface","tenant","place");