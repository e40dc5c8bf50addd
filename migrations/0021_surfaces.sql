CREATE TABLE "conversation" (
	"surface" text NOT NULL,
	"tenant" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text,
	"team" text,
	"team_name" text,
	"person" text,
	"service_url" text NOT NULL,
	CONSTRAINT "conversation_surface_tenant_id_pk" PRIMARY KEY("surface","tenant","id")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"key" text PRIMARY KEY NOT NULL,
	"answer" jsonb,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "posted_line" (
	"message" text NOT NULL,
	"seq" integer NOT NULL,
	"channel" text NOT NULL,
	"ts" text NOT NULL,
	CONSTRAINT "posted_line_message_seq_ts_pk" PRIMARY KEY("message","seq","ts")
);
--> statement-breakpoint
CREATE INDEX "conversation_team" ON "conversation" USING btree ("surface","tenant","team");--> statement-breakpoint
CREATE INDEX "conversation_person" ON "conversation" USING btree ("surface","tenant","person");--> statement-breakpoint
CREATE INDEX "inbox_at" ON "inbox" USING btree ("at");