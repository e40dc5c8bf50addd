/** The website webhook's bodies, in and out, as the administrators' documentation gives them. */
import { z } from 'zod';

const LONGEST_ID = 500;
const LONGEST_TEXT = 100_000;
const MISSING = 'is missing';
const EARLIEST = Date.UTC(1990, 0);
const LATEST = Date.UTC(2100, 0);
/** What the database's integers hold. */
const MOST_FOLLOWERS = 2 ** 31 - 1;

/** The database cannot hold NUL, nor half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

const words = (longest: number) =>
  z.string().max(longest, `at most ${longest} characters`).transform(storable);
const id = words(LONGEST_ID).refine((value) => value !== '', 'must not be empty');
const link = z
  .string()
  .max(4_000)
  .refine(
    (value) => /^https?:\/\//i.test(value) && URL.canParse(value),
    'must be an http or https link',
  )
  .transform(storable);
const time = z.iso
  .datetime({
    offset: true,
    error: ({ input }) =>
      input === undefined ? MISSING : 'must be a time such as 2026-11-21T08:15:00Z',
  })
  .transform((value) => Date.parse(value))
  .refine((at) => at >= EARLIEST && at < LATEST, 'must be a time between 1990 and 2100');

/** What people do without a word of their own. */
const WORDLESS: readonly string[] = ['like', 'repost', 'tag'];

export const postBody = z
  .object({
    id,
    kind: words(100).default('comment'),
    text: words(LONGEST_TEXT),
    url: link,
    postedAt: time,
    author: z.object({
      id,
      handle: id,
      name: words(500).nullish(),
      followers: z
        .int()
        .nonnegative()
        .transform((count) => Math.min(count, MOST_FOLLOWERS))
        .nullish(),
    }),
    inReplyTo: id.nullish(),
    threadId: id.nullish(),
    context: words(1_000).nullish(),
    language: words(35).nullish(),
    attachments: z
      .array(z.object({ kind: words(100), url: link, alt: words(2_000).nullish() }))
      .max(50)
      .default([]),
    editedAt: time.nullish(),
    deleted: z.boolean().default(false),
  })
  .refine((post) => isComplete(post), {
    path: ['text'],
    message:
      'must not be empty, unless there are attachments, the post is deleted, or its kind is like, repost or tag',
  });

function isComplete(post: {
  readonly kind: string;
  readonly text: string;
  readonly attachments: readonly unknown[];
  readonly deleted: boolean;
}): boolean {
  const says = post.text.trim() !== '' || post.attachments.length > 0;
  return says || post.deleted || WORDLESS.includes(post.kind.toLowerCase());
}

export type PostBody = z.infer<typeof postBody>;

/** What the website may answer to a reply. Anything else is taken as no answer about id and link. */
export const replyAnswer = z.object({
  id: z.union([z.string().min(1).max(LONGEST_ID), z.number().transform(String)]).nullish(),
  url: link.nullish(),
});

/** Why the website takes no reply, where it says so in the usual shape. */
export const refusal = z.object({ error: z.string() });

/** `author.handle: is missing` for the first thing that is wrong. */
export function firstMistake(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'the body is not understood';
  const path = issue.path.join('.') || 'body';
  const missing = issue.code === 'invalid_type' && issue.message.includes('received undefined');
  return `${path}: ${missing ? MISSING : issue.message}`;
}
