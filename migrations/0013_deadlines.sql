CREATE TABLE "sla_instance" (
	"mention" text NOT NULL,
	"metric" text NOT NULL,
	"n" integer NOT NULL,
	"cycle" integer NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"target" bigint,
	"due_at" timestamp(3) with time zone,
	"warn_at" jsonb NOT NULL,
	"warned" integer NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"open_ms" bigint,
	"cause" text,
	CONSTRAINT "sla_instance_mention_metric_n_pk" PRIMARY KEY("mention","metric","n")
);
--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "next_due_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "sla_instance" ADD CONSTRAINT "sla_instance_mention_mention_id_fk" FOREIGN KEY ("mention") REFERENCES "public"."mention"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sla_instance_open" ON "sla_instance" USING btree ("mention","metric") WHERE "sla_instance"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "mention_due" ON "mention" USING btree ("next_due_at","id") WHERE "mention"."next_due_at" is not null;