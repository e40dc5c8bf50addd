CREATE TABLE "absence" (
	"email" text PRIMARY KEY NOT NULL,
	"since" timestamp(3) with time zone NOT NULL,
	"until" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE INDEX "absence_until" ON "absence" USING btree ("until");