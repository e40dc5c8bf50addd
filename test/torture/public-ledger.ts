/** Counts what stands in public against what the database says happened. */
import type { Message } from '../../src/core/mention.ts';
import type { Books, Known } from './books.ts';
import type { Request } from './doors.ts';
import type { Site } from './site.ts';

/** Each post of a customer's is known once, as it reads by now. */
export function checkPosts({ sandbox }: Site, { known }: Pick<Books, 'known'>): readonly string[] {
  return sandbox.square.posts
    .filter((post) => post.customer !== null)
    .flatMap((post) => {
      const copies = known.flatMap(({ mention, words }) =>
        mention.messages
          .filter((message) => message.externalId === post.id)
          .map((message) => (message.deletedAt === null ? wordsOf(message, words) : DELETED)),
      );
      if (copies.length === 1 && copies[0] === (post.deleted ? DELETED : post.text)) return [];
      return [`post ${post.id} "${post.text}" is known as ${JSON.stringify(copies)}`];
    });
}

const DELETED = '(deleted)';

function wordsOf({ content }: Message, words: Known['words']): string | null {
  return content === null ? null : (words.get(content) ?? null);
}

/** Each reply that stands stands once, with its latest words, and none that was deleted. */
export function checkReplies(
  { sandbox }: Site,
  { known }: Pick<Books, 'known'>,
): readonly string[] {
  const said = sandbox.square.posts.filter((post) => post.customer === null);
  const ours = known.flatMap(({ mention, words }) =>
    mention.messages
      .filter(({ direction, kind }) => direction === 'outbound' && kind === 'reply')
      .map((message) => ({ ref: mention.ref, message, text: wordsOf(message, words) })),
  );
  const wrong = ours.flatMap(({ ref, message, text }) => {
    // A person said that it was sent, and nobody knows as what.
    const found = said.filter(({ id, text: words }) =>
      message.externalId === null ? words === text : id === message.externalId,
    );
    const isRight = found.every((post) =>
      message.deletedAt === null
        ? post.text === text && !post.deleted && post.inReplyTo === message.parentId
        : post.deleted,
    );
    if (found.length === 1 && isRight) return [];
    return [`"${text}" of ${ref} stands there as ${JSON.stringify(found)}`];
  });
  const texts = said.filter((post) => !post.deleted).map((post) => post.text);
  if (new Set(texts).size !== texts.length) wrong.push('a reply stands there twice');
  if (said.length !== ours.length) {
    wrong.push(`${said.length} replies stand there, ${ours.length} were published`);
  }
  return wrong;
}

/**
 * Each version that went out went out under one key of its own, always with the same words, and
 * the website took nothing else.
 */
export function checkRequests({ doors }: Site, { known }: Pick<Books, 'known'>): readonly string[] {
  const sent = known.flatMap(({ mention, words, history }) =>
    history.flatMap(({ event, seq }) => {
      if (!isOut(event.type) || !('version' in event)) return [];
      const version = history.findLast(
        (one) => one.seq < seq && one.event.type === 'submitted' && isOf(one.event, event),
      )?.event;
      if (version?.type !== 'submitted') return [];
      const { id, content, replaces } = version.version;
      const text = replaces?.type === 'delete' ? '' : (words.get(content) ?? null);
      return [{ ref: mention.ref, key: id, text, changes: replaces !== null }];
    }),
  );
  const byKey = Map.groupBy(doors.requests, ({ key }) => key);
  const wrong = sent.flatMap(({ ref, key, text, changes }) => {
    const requests = byKey.get(key) ?? [];
    const taken = requests.some(({ status }) => status === 200);
    const alike = requests.every((one) => sameWords(one, text) && isChange(one) === changes);
    const once = new Set(requests.map(({ body }) => body)).size === 1;
    if (taken && alike && once) return [];
    return [`${ref}: "${text}" went out as ${requests.map(({ body }) => body).join(' ')}`];
  });
  const keys = new Set(sent.map(({ key }) => key));
  const strangers = doors.requests.filter((one) => one.status === 200 && !keys.has(one.key));
  return [...wrong, ...strangers.map(({ body }) => `nobody knows that this went out: ${body}`)];
}

function isOut(type: string): boolean {
  return type === 'published' || type === 'corrected' || type === 'reply_deleted';
}

function isOf(
  submitted: { readonly version: { readonly n: number } },
  out: { readonly version: unknown },
): boolean {
  return submitted.version.n === out.version;
}

/** The words of what was corrected or deleted since are kept nowhere. */
function sameWords({ text }: Request, wanted: string | null): boolean {
  return wanted === null || text === wanted;
}

function isChange({ replaces }: Request): boolean {
  return replaces !== null;
}
