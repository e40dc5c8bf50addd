ALTER TABLE "draft_version" ADD COLUMN "asked" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "draft_version" ADD COLUMN "asked_by" text;--> statement-breakpoint
ALTER TABLE "draft_version" ADD COLUMN "owes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "draft_version" ADD COLUMN "replaces" jsonb;--> statement-breakpoint
ALTER TABLE "mention" ADD COLUMN "owes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "review" ADD COLUMN "reviewed_as" text DEFAULT 'reviewer' NOT NULL;