CREATE TABLE "note" (
	"mention" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"by" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"content" text,
	"edited_at" timestamp(3) with time zone,
	"deleted_at" timestamp(3) with time zone,
	CONSTRAINT "note_mention_id_pk" PRIMARY KEY("mention","id")
);
--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_link" ON "message" USING hash ("link");--> statement-breakpoint
CREATE INDEX "surface_message_at" ON "surface_message" USING btree ("channel","ts");