import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/core/mention.ts';
import { newestInbound } from '../../src/core/mention.ts';
import { aHandbook, aPost, PEOPLE, WEBSITE, without } from '../support/cast.ts';
import { aPlay, Play } from '../support/play.ts';

function edit(play: Play, externalId: string, text: string, editedAt = play.now): Play {
  return play.does(WEBSITE, { type: 'edit_post', externalId, text, attachments: [], editedAt });
}

function remove(play: Play, externalId: string): Play {
  return play.does(WEBSITE, { type: 'delete_post', externalId });
}

function messageOf(play: Play, externalId: string): Message {
  const message = play.mention.messages.find((one) => one.externalId === externalId);
  if (message === undefined) throw new Error(`no message ${externalId}`);
  return message;
}

function textOf(play: Play, externalId: string): string | undefined {
  return play.words.get(messageOf(play, externalId).content ?? '');
}

describe('a new post', () => {
  test('opens a mention that nobody has, with what was written in words of its own', () => {
    const play = new Play(aHandbook()).opens(aPost({ text: 'Broken!' }), 'complaint', 'deliveries');
    expect(play.mention).toMatchObject({
      status: 'unclaimed',
      owner: null,
      department: 'deliveries',
      category: 'complaint',
      floor: 1,
      cycle: 1,
      placement: 1,
      answered: false,
      draft: null,
    });
    expect(textOf(play, 'c-1')).toBe('Broken!');
  });

  test('cannot open a mention twice, nor can anything happen to one that does not exist', () => {
    const play = new Play(aHandbook());
    const receive = { type: 'receive', post: aPost() } as const;
    expect(play.tries(WEBSITE, receive)).toMatchObject({ refusal: { code: 'not_now' } });
    expect(play.tries('sam', { type: 'claim' })).toMatchObject({ refusal: { code: 'not_now' } });
    expect(() => play.opens().opens()).toThrow('exists');
  });
});

describe('the customer writes again', () => {
  test('a repeat of a known post changes nothing', () => {
    const play = aPlay({ status: 'scheduled' });
    const again = { type: 'receive', post: aPost({ text: 'Something else' }) } as const;
    expect(play.tries(WEBSITE, again)).toMatchObject({ ok: true, events: [], words: new Map() });
  });

  test.each(['in_review', 'scheduled'] as const)('what is %s is held, the draft kept', (status) => {
    const play = aPlay({ status });
    const { versions } = play.mention.draft ?? { versions: [] };
    play.hears();
    expect(play.mention).toMatchObject({
      status: 'claimed',
      owner: PEOPLE.sam.email,
      sendAt: null,
    });
    expect(play.mention.draft).toMatchObject({ hold: { type: 'wrote_again' }, versions });
  });

  test('what was answered goes back to whoever had it, in the same cycle', () => {
    const play = aPlay({ status: 'answered' }).hears();
    expect(play.mention).toMatchObject({ status: 'claimed', owner: PEOPLE.sam.email, cycle: 1 });
  });

  test('what was resolved begins a new cycle', () => {
    const play = aPlay({ status: 'resolved' }).hears();
    expect(play.mention).toMatchObject({ status: 'claimed', verdict: null, cycle: 2 });
  });

  test('what was dismissed is for anybody to take, in a new cycle', () => {
    const play = aPlay({ status: 'dismissed' }).hears();
    expect(play.mention).toMatchObject({
      status: 'unclaimed',
      owner: null,
      ownedSince: null,
      verdict: null,
      cycle: 2,
    });
  });

  test('an answered mention of somebody who left is for anybody to take', () => {
    const play = aPlay({ status: 'answered' });
    play.handbook = without(play.handbook, 'sam');
    expect(play.hears().mention).toMatchObject({ status: 'unclaimed', owner: null });
  });

  test('a follow-up that arrives before the first post ends in the same place', () => {
    const first = aPost({ externalId: 'c-1', text: 'It broke.', postedAt: 1_000 });
    const second = aPost({ externalId: 'c-2', text: 'Hello?', postedAt: 2_000, parentId: 'c-1' });
    const orderly = new Play(aHandbook())
      .opens(first)
      .does(WEBSITE, { type: 'receive', post: second });
    const late = new Play(aHandbook())
      .opens(second)
      .does(WEBSITE, { type: 'receive', post: first });
    for (const play of [orderly, late]) {
      expect(newestInbound(play.mention)?.externalId).toBe('c-2');
      expect(play.status).toBe('unclaimed');
    }
  });
});

describe('the customer edits a post', () => {
  test('new words replace the old ones, under a content of their own', () => {
    const play = aPlay({ status: 'claimed' });
    const before = messageOf(play, 'c-1').content;
    edit(play, 'c-1', 'It arrived late.');
    expect(textOf(play, 'c-1')).toBe('It arrived late.');
    expect(messageOf(play, 'c-1').content).not.toBe(before);
  });

  test('an edit older than the one that is known changes nothing', () => {
    const play = aPlay({ status: 'claimed' });
    const { now } = play;
    edit(play, 'c-1', 'Second thoughts.', now + 5_000);
    const { mention } = play;
    edit(play, 'c-1', 'First thoughts.', now + 4_000);
    edit(play, 'c-1', 'The same once more.', now + 5_000);
    expect(play.mention).toBe(mention);
  });

  test.each(['in_review', 'scheduled'] as const)('what is %s is held', (status) => {
    const play = edit(aPlay({ status }), 'c-1', 'It arrived late.');
    expect([play.status, play.mention.draft?.hold?.type]).toEqual(['claimed', 'edited']);
  });

  test('what was resolved stays resolved', () => {
    expect(edit(aPlay({ status: 'resolved' }), 'c-1', 'Thanks!').status).toBe('resolved');
  });

  test('an edit of a post that was deleted, or never seen, changes nothing', () => {
    const play = remove(aPlay({ status: 'claimed' }), 'c-1');
    const { mention } = play;
    edit(play, 'c-1', 'Here again?');
    edit(play, 'c-99', 'Who is this?');
    expect(play.mention).toBe(mention);
  });
});

describe('the customer deletes a post', () => {
  test('its words and attachments are named no more', () => {
    const attachments = [{ kind: 'image', url: 'https://acme.example/1.png', alt: 'a vase' }];
    const play = new Play(aHandbook()).opens(aPost({ attachments }));
    expect(messageOf(remove(play, 'c-1'), 'c-1')).toMatchObject({
      content: null,
      attachments: [],
      deletedAt: play.now - 1_000,
    });
  });

  test.each(['in_review', 'scheduled'] as const)('what is %s is held', (status) => {
    const play = remove(aPlay({ status }), 'c-1');
    expect([play.status, play.mention.draft?.hold?.type]).toEqual(['claimed', 'deleted']);
  });

  test('no reply can be sent where no post is left, and the sentence says what to do', () => {
    const play = remove(aPlay({ status: 'claimed' }), 'c-1');
    const submit = { type: 'submit', text: 'Sorry.', seen: play.seen, ticked: [] } as const;
    expect(play.tries('sam', submit)).toMatchObject({
      refusal: { code: 'not_now', sentence: expect.stringContaining('deleted') },
    });
  });

  test('a reply goes under the newest post that is left', () => {
    const play = remove(aPlay({ status: 'claimed' }).hears('c-2'), 'c-2').submits('sam');
    const replyTo = play.mention.draft?.versions.at(-1)?.replyTo;
    expect(replyTo).toBe(messageOf(play, 'c-1').id);
  });

  test('a second deletion changes nothing', () => {
    const play = remove(aPlay({ status: 'claimed' }), 'c-1');
    const { mention } = play;
    expect(remove(play, 'c-1').mention).toBe(mention);
  });
});

describe('the end and after it', () => {
  test('dismissing what nobody has claims it first', () => {
    const play = aPlay().does('ana', { type: 'dismiss', reason: 'spam' });
    expect(play.mention).toMatchObject({ owner: PEOPLE.ana.email, verdict: 'spam' });
    expect(play.happened.slice(-2)).toEqual(['claimed', 'dismissed']);
  });

  test('answering elsewhere what nobody has claims it first', () => {
    const link = 'https://acme.example/elsewhere';
    const play = aPlay().does('ana', { type: 'answered_elsewhere', link });
    expect(play.mention).toMatchObject({ status: 'answered', owner: PEOPLE.ana.email });
    expect(play.mention.messages.at(-1)).toMatchObject({
      direction: 'outbound',
      link,
      content: null,
    });
  });

  test('an answer elsewhere takes the draft back, by whoever answered', () => {
    const link = 'https://acme.example/elsewhere';
    const play = aPlay({ status: 'scheduled' }).does('lena', { type: 'answered_elsewhere', link });
    expect(play.mention.draft?.hold).toEqual({ type: 'withdrawn', by: PEOPLE.lena.email });
    expect(play.mention.sendAt).toBeNull();
  });

  test.each(['javascript:alert(1)', 'acme.example', '', 'https://'])(
    'an answer elsewhere needs a link, and "%s" is none',
    (link) => {
      const decision = aPlay().tries('ana', { type: 'answered_elsewhere', link });
      expect(decision).toMatchObject({ refusal: { code: 'input' } });
    },
  );

  test('outcomes, reasons, categories and departments are those of the handbook', () => {
    const claimed = aPlay({ status: 'claimed' });
    const input = { refusal: { code: 'input' } };
    expect(claimed.tries('sam', { type: 'dismiss', reason: 'boring' })).toMatchObject(input);
    expect(claimed.tries('sam', { type: 'category', category: 'none' })).toMatchObject(input);
    expect(claimed.tries('sam', { type: 'transfer', department: 'none' })).toMatchObject(input);
    expect(claimed.tries('sam', { type: 'transfer', department: 'care' })).toMatchObject(input);
    const resolve = { type: 'resolve', outcome: 'forgotten' } as const;
    expect(aPlay({ status: 'answered' }).tries('sam', resolve)).toMatchObject(input);
  });

  test('"Thanks, close" ends what the customer said last, and publishes nothing', () => {
    const play = aPlay({ status: 'answered' }).hears('c-2', 'Thanks!');
    play.does('sam', { type: 'thanks_close' });
    expect(play.mention).toMatchObject({ status: 'resolved', verdict: 'thanked' });
    expect(play.effects.map(({ type }) => type)).not.toContain('publish');
  });

  test('"Thanks, close" has nothing to close while the customer has said nothing new', () => {
    const play = aPlay({ status: 'answered' }).submits('sam').does('sam', { type: 'withdraw' });
    expect(play.tries('sam', { type: 'thanks_close' })).toMatchObject({
      refusal: { code: 'not_now' },
    });
  });

  test('reopening begins a new cycle that nobody has', () => {
    const play = aPlay({ status: 'resolved' }).does('sam', { type: 'reopen' });
    expect(play.mention).toMatchObject({
      status: 'unclaimed',
      owner: null,
      verdict: null,
      cycle: 2,
    });
  });

  test('a transfer gives it to the department, with a new card', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('sam', { type: 'transfer', department: 'deliveries' });
    expect(play.mention).toMatchObject({ department: 'deliveries', placement: 2, owner: null });
  });

  test('somebody who is still in the handbook keeps what they have', () => {
    const play = aPlay({ status: 'claimed' });
    const left = { type: 'owner_left' } as const;
    expect(play.tries(WEBSITE, left)).toMatchObject({ ok: true, events: [] });
  });
});
