/** Touching base with a customer after it was resolved. */
import { describe, expect, test } from 'vitest';
import { NOBODY_AWAY } from '../../src/core/absence.ts';
import { cardOf } from '../../src/core/card.ts';
import type { WeeklyHours } from '../../src/core/hours.ts';
import { askerOf, lineOf } from '../../src/core/overview.ts';
import { onReminders } from '../../src/core/reminders.ts';
import { nextLook, nextMoment } from '../../src/core/sla.ts';
import { storyOf } from '../../src/core/story.ts';
import { aHandbook, aPost, HEED, PEOPLE, WEBSITE, withDesk, without } from '../support/cast.ts';
import { HOUR, lines, MINUTE, running, TARGETS, TICK } from '../support/clocked.ts';
import { aPlay, askedToTouchBase, FOLLOW_UP, headed, type Play } from '../support/play.ts';

const DAY = 24 * HOUR;
const HANDBOOK = aHandbook({ followUp: FOLLOW_UP });

const resolved = (handbook = HANDBOOK) => aPlay({ status: 'resolved', handbook });

function isAsked(play: Play): boolean {
  return play.does(HEED, TICK).mention.followUp === 'asked';
}

describe('a while after a complaint was resolved', () => {
  test('its owner is asked once to touch base, in the reminder and in the thread', () => {
    const play = resolved();
    expect(nextMoment(play.mention)).toBe((play.mention.closedAt ?? 0) + 3 * DAY);
    play.waits(3 * DAY - MINUTE);
    expect(isAsked(play)).toBe(false);
    play.waits(MINUTE);
    expect(isAsked(play)).toBe(true);
    const sam = PEOPLE.sam.email;
    expect(play.effects).toContainEqual({ type: 'remind', recipient: sam });
    expect(play.effects).toContainEqual({ type: 'redraw_lists', people: [sam] });
    expect(lines(play).at(-1)).toBe('Sam is asked to touch base with Lerato M. again.');
    expect(storyOf(play.history, HANDBOOK).at(-1)?.aloud).toBe(false);
    expect(nextMoment(play.mention)).toBeNull();
    play.waits(9 * DAY).does(HEED, TICK);
    expect(play.happened.filter((type) => type === 'follow_up_due')).toHaveLength(1);
  });

  test('the card and the line in the reminder offer what can be done', () => {
    const { mention, words } = askedToTouchBase();
    const card = cardOf(mention, words, HANDBOOK);
    expect(card.actions.slice(0, 3)).toEqual(['touch_base', 'drop_follow_up', 'reopen']);
    expect(card.hint).toBe('Time to touch base: ask Lerato M. how it went.');
    const line = lineOf(mention, words, 'touch_base', askerOf(PEOPLE.sam, HANDBOOK), HANDBOOK);
    expect(line.card.actions).toEqual(['touch_base', 'drop_follow_up']);
  });

  test('whoever left is not asked: the channel is', () => {
    const play = resolved();
    play.handbook = without(HANDBOOK, 'sam');
    expect(isAsked(play.waits(3 * DAY))).toBe(true);
    expect(lines(play).at(-1)).toBe('Who touches base with Lerato M.? The card has the button.');
    expect(storyOf(play.history, play.handbook).at(-1)?.aloud).toBe(true);
    expect(play.effects.map(({ type }) => type)).not.toContain('remind');
    play.does('ana', { type: 'touch_base' });
    expect(play.mention.owner).toBe(PEOPLE.ana.email);
  });

  test('nobody is asked outside opening hours', () => {
    const office: WeeklyHours = {
      zone: 'UTC',
      week: [...Array.from({ length: 5 }, () => [{ from: 480, to: 1_020 }]), [], []],
      special: () => null,
    };
    const departments = HANDBOOK.departments.map((one) => ({ ...one, hours: office }));
    const handbook = { ...HANDBOOK, departments, followUp: { ...FOLLOW_UP, afterMs: HOUR } };
    const play = resolved(handbook);
    const monday = Date.parse('2026-11-23T08:00:00Z');
    expect(nextMoment(play.mention)).toBe(monday);
    play.now = monday + 10 * HOUR;
    expect(isAsked(play)).toBe(false);
    expect(nextLook(play.mention, handbook, play.now)).toBe(monday + DAY);
    play.now = monday + DAY;
    expect(isAsked(play)).toBe(true);
  });

  test('silence may have resolved it', () => {
    const handbook = { ...HANDBOOK, autoResolveMs: DAY };
    const play = aPlay({ status: 'answered', handbook }).waits(DAY).does(HEED, TICK);
    expect(play.status).toBe('resolved');
    expect(isAsked(play.waits(3 * DAY))).toBe(true);
  });

  test('another handbook moves the moment, or takes it away', () => {
    const play = resolved().waits(3 * DAY);
    play.handbook = { ...HANDBOOK, followUp: { ...FOLLOW_UP, afterMs: 5 * DAY } };
    expect(isAsked(play)).toBe(false);
    expect(nextMoment(play.mention)).toBe((play.mention.closedAt ?? 0) + 5 * DAY);
    play.handbook = aHandbook();
    expect(isAsked(play.waits(9 * DAY))).toBe(false);
    expect(nextMoment(play.mention)).toBeNull();
  });

  test.each<[string, () => Play]>([
    [
      'of another category',
      () => aPlay({ status: 'resolved', category: 'praise', handbook: HANDBOOK }),
    ],
    ['never answered', () => aPlay({ status: 'dismissed', handbook: HANDBOOK })],
    [
      'of a customer who deleted everything',
      () => resolved().does(WEBSITE, { type: 'delete_post', externalId: 'c-1' }),
    ],
    [
      'of a customer whose words are kept off the desk meanwhile',
      () => resolved().hears('c-2', 'And another thing.', 'muted'),
    ],
    ['that the customer woke', () => resolved().hears()],
    ['that was reopened', () => resolved().does('lena', { type: 'reopen' })],
  ])('nobody is asked about one %s', (_, scene) => {
    const play = scene();
    expect(isAsked(play.waits(9 * DAY))).toBe(false);
    expect(play.mention.moments.followUp).toBeNull();
  });
});

describe('touching base', () => {
  const asked = () =>
    askedToTouchBase({
      handbook: { ...HANDBOOK, sla: { ...HANDBOOK.sla, targets: TARGETS }, autoResolveMs: DAY },
    });

  test('takes it up again in the same conversation, with the draft ready and no clock', () => {
    const play = asked().does('ana', { type: 'touch_base' });
    const { status, owner, cycle, verdict, draft, deadlines } = play.mention;
    expect([status, owner, cycle, verdict]).toEqual(['claimed', PEOPLE.ana.email, 1, null]);
    expect(play.words.get(draft?.saved ?? '')).toBe('Hello Lerato M., is everything in order?');
    expect(deadlines.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    expect(play.effects).toContainEqual({ type: 'settle_reminders', recipient: PEOPLE.sam.email });
    expect(lines(play).at(-1)).toBe('Ana touches base with Lerato M. again.');
  });

  test('a second press of the same person is the same act, another person reads who does it', () => {
    const play = asked().does('ana', { type: 'touch_base' });
    play.does('ana', { type: 'save_draft', text: 'Hello.' });
    expect(play.tries('ana', { type: 'touch_base' })).toMatchObject({ ok: true, events: [] });
    expect(play.tries('sam', { type: 'touch_base' })).toMatchObject({
      refusal: { code: 'not_now', sentence: 'Ana touches base with Lerato M. already.' },
    });
  });

  test('a draft that somebody had begun stays', () => {
    const play = aPlay({ status: 'answered', handbook: HANDBOOK });
    play.does('sam', { type: 'save_draft', text: 'By the way' });
    play.does('lena', { type: 'resolve', outcome: 'solved' });
    play
      .waits(3 * DAY)
      .does(HEED, TICK)
      .does('sam', { type: 'touch_base' });
    expect(play.words.get(play.mention.draft?.saved ?? '')).toBe('By the way');
  });

  test('once it is out it is answered, closes by silence, and is not asked about again', () => {
    const play = asked().does('sam', { type: 'touch_base' }).submits('sam', 'Is all well?');
    play.approves('rita').begins().sends();
    expect(play.status).toBe('answered');
    expect(running(play, 'total_resolution_time')).toBeUndefined();
    play.waits(DAY).does(HEED, TICK);
    expect(play.status).toBe('resolved');
    expect(isAsked(play.waits(9 * DAY))).toBe(false);
    expect(play.happened.filter((type) => type === 'follow_up_due')).toHaveLength(1);
  });

  test('whatever the customer writes then is owed a reply again', () => {
    const before = asked().does('sam', { type: 'touch_base' }).hears();
    expect(running(before, 'next_reply_time')?.startedAt).toBe(before.now - 1_000);
    expect(running(before, 'total_resolution_time')).toBeDefined();
    const after = asked().does('sam', { type: 'touch_base' }).submits('sam', 'Is all well?');
    after.approves('rita').begins().sends().hears();
    expect(after.status).toBe('claimed');
    expect(running(after, 'next_reply_time')).toBeDefined();
  });

  test('a new cycle may be asked about anew', () => {
    const play = asked().does('sam', { type: 'drop_follow_up' }).hears();
    expect([play.mention.cycle, play.mention.followUp]).toEqual([2, null]);
    play.does('sam', { type: 'thanks_close' });
    expect(isAsked(play.waits(3 * DAY))).toBe(true);
    play.does('sam', { type: 'touch_base' });
    expect(running(play, 'next_reply_time')).toBeUndefined();
  });

  test('not needed ends it, for everybody', () => {
    const play = asked();
    expect(onReminders(play.mention, play.handbook, NOBODY_AWAY)).toEqual([PEOPLE.sam.email]);
    play.does('ana', { type: 'drop_follow_up' });
    expect([play.status, play.mention.followUp]).toEqual(['resolved', 'over']);
    expect(play.effects).toContainEqual({ type: 'settle_reminders', recipient: PEOPLE.sam.email });
    expect(lines(play).at(-1)).toBe('Ana says that nobody needs to touch base.');
    expect(play.tries('sam', { type: 'touch_base' })).toMatchObject({
      refusal: { sentence: 'Nobody is asked to touch base here. To take it up again, reopen it.' },
    });
  });

  test('what comes off the desk meanwhile ends it too', () => {
    const quiet = aPost({ externalId: 'c-2', parentId: 'c-1', text: 'Liked.' });
    const play = asked().does(WEBSITE, { type: 'receive', post: quiet, to: headed('rule') });
    expect([play.status, play.mention.followUp]).toEqual(['resolved', 'over']);
  });

  test('of what is sensitive only the named owners hear and act', () => {
    const handbook = withDesk(HANDBOOK, ['rita', 'lena']);
    const play = aPlay({ status: 'resolved', owner: 'lena', handbook, sensitive: true });
    play.waits(3 * DAY).does(HEED, TICK);
    expect(play.effects).toContainEqual({ type: 'remind', recipient: PEOPLE.lena.email });
    expect(play.tries('ana', { type: 'touch_base' })).toMatchObject({ ok: false });
    expect(play.tries('rita', { type: 'touch_base' })).toMatchObject({ ok: true });
  });
});
