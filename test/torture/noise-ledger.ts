/** What was kept off the desk, held against the rules of the example's handbook and every mute. */
import type { RecordedEvent } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { LogReason, Mention } from '../../src/core/mention.ts';
import { says } from '../support/staff.ts';
import type { Books, Known } from './books.ts';
import type { Site } from './site.ts';
import { actsOf } from './stays.ts';

/** So near to a mute or its end either may have come first. */
const AT_ONCE_MS = 3_000;
const SENSITIVE = /\b(harass|bullied|bullying|your employee)/i;
const SILENT: readonly string[] = ['repost', 'like', 'tag'];

/** Each post came to the desk, or into the log, as it should have when it arrived. */
export function checkNoise(site: Site, books: Pick<Books, 'known'>): readonly string[] {
  return books.known.flatMap((one) => {
    let before: Mention | null = null;
    return actsOf(one.history).flatMap((events) => {
      const was = before;
      before = events.reduce(evolve, before);
      return events.flatMap((recorded) => {
        const to = destinationOf(recorded, one, site, books);
        if (to === null || isRight(to, was, events)) return [];
        const did = events.map(({ event }) => event.type).join(', ');
        const how = to.log ?? (to.sensitive ? 'sensitive' : 'for the desk');
        return [`${one.mention.ref}: a post that was ${how} came in by ${did}`];
      });
    });
  });
}

interface Destination {
  readonly log: LogReason | null;
  readonly sensitive: boolean;
}

/** Null where nobody can say any more, and for what is no post of a customer's. */
function destinationOf(
  { event, at }: RecordedEvent,
  { mention }: Known,
  { sandbox: { square } }: Site,
  books: Pick<Books, 'known'>,
): Destination | null {
  if (event.type !== 'message_received') return null;
  const post = square.posts.find(({ id }) => id === event.message.externalId);
  if (post === undefined || post.deleted) return null;
  if (SENSITIVE.test(post.text)) return { log: null, sensitive: true };
  const mutes = mutesOf(mention, books);
  if (mutes.some((one) => Math.abs(one.at - at) < AT_ONCE_MS)) return null;
  const last = mutes.findLast((one) => one.at < at)?.event;
  if (last?.type === 'muted' && at < last.until) return { log: 'muted', sensitive: false };
  return { log: SILENT.includes(post.kind) ? 'rule' : null, sensitive: false };
}

const RESTS: readonly string[] = ['answered', 'resolved', 'dismissed'];

function isRight(
  { log, sensitive }: Destination,
  before: Mention | null,
  events: readonly RecordedEvent[],
): boolean {
  const all = events.map(({ event }) => event);
  const because = all.find((one) => one.type === 'logged' || one.type === 'not_woken')?.because;
  const has = (type: string) => all.some((one) => one.type === type);
  if ((because ?? null) !== (before === null || RESTS.includes(before.status) ? log : null)) {
    return false;
  }
  if (before === null) {
    return all.some((one) => one.type === 'opened' && one.sensitive === sensitive);
  }
  if (RESTS.includes(before.status)) return has('woken') === (log === null);
  return has('restored') === (before.status === 'logged' && log === null);
}

/** Every mute of its author, and every end of one, on whichever mention, the first first. */
export function mutesOf(
  { source, author }: Mention,
  { known }: Pick<Books, 'known'>,
): readonly (RecordedEvent & { event: { type: 'muted' | 'unmuted' } })[] {
  return known
    .filter(
      ({ mention: one }) => one.source === source && one.author.externalId === author.externalId,
    )
    .flatMap(({ history }) => history)
    .filter((one): one is RecordedEvent & { event: { type: 'muted' | 'unmuted' } } =>
      ['muted', 'unmuted'].includes(one.event.type),
    )
    .toSorted((a, b) => a.at - b.at);
}

/** Where somebody muted an author, or ended that, the card says how it stands, and why. */
export function checkMutes({ sandbox: { workspace } }: Site, books: Books): readonly string[] {
  return books.known.flatMap(({ mention, words, history }) => {
    const last = mutesOf(mention, books).at(-1);
    if (last === undefined || !history.includes(last)) return [];
    const row = books.rows.find(
      ({ kind, subject, placement }) =>
        kind === 'card' && subject === mention.id && placement === mention.placement,
    );
    const card = workspace
      .messages(row?.place.slice(1) ?? 'general')
      .find(({ ts }) => ts === row?.ts);
    const said = says(card ?? {});
    const { event } = last;
    const reason = event.type === 'muted' ? words.get(event.reason) : undefined;
    const isShown = event.type === 'muted' && event.until > Date.now();
    if (said.includes('Muted until ') !== isShown) {
      return [`${mention.ref} says ${isShown ? 'nothing of the mute' : 'that a mute goes on'}`];
    }
    const saysWhy = reason !== undefined && said.includes(reason);
    if (saysWhy === (isShown && !mention.sensitive)) return [];
    return [`${mention.ref} is muted, and ${saysWhy ? 'says' : 'does not say'} why`];
  });
}
