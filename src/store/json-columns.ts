/** The shapes of what stands in `jsonb` columns. */
import { z } from 'zod';
import type {
  Attachment,
  Escalation,
  Hold,
  Instant,
  Mention,
  Moments,
  Replacing,
} from '../core/mention.ts';

export const Attachments: z.ZodType<readonly Attachment[]> = z.array(
  z.object({ kind: z.string(), url: z.string(), alt: z.string() }),
);

export const LastAct: z.ZodType<Mention['lastAct']> = z
  .object({ actor: z.string(), key: z.string() })
  .nullable();

export const CalledContact: z.ZodType<Escalation> = z.object({
  rung: z.number(),
  to: z.string(),
  by: z.string(),
  reason: z.string(),
  at: z.number(),
});

/** Each is missing where it was not kept yet. */
const moment = z.number().nullable().default(null);

export const MentionMoments: z.ZodType<Moments> = z.object({
  rung: moment,
  close: moment,
  followUp: moment,
});

/** When warnings are due. */
export const Instants: z.ZodType<readonly Instant[]> = z.array(z.number());

/** A version's accepted findings, a reply's approvers. */
export const Texts: z.ZodType<readonly string[]> = z.array(z.string());

/** What a version does to a reply that stands. */
export const VersionReplaces: z.ZodType<Replacing> = z.object({
  type: z.enum(['correct', 'delete']),
  message: z.string(),
});

export const DraftHold: z.ZodType<Hold> = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['wrote_again', 'edited', 'deleted', 'unable', 'owner_left', 'moved']) }),
  z.object({ type: z.literal('changes_requested'), by: z.string(), reason: z.string() }),
  z.object({ type: z.literal('withdrawn'), by: z.string() }),
  z.object({ type: z.literal('refused'), reason: z.string() }),
  z.object({ type: z.literal('not_sent'), by: z.string() }),
]);
