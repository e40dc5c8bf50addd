import { describe, expect, test } from 'vitest';
import { type Card, cardOf } from '../../src/core/card.ts';
import { BY_HAND, type Status } from '../../src/core/mention.ts';
import { actionsOf } from '../../src/core/offers.ts';
import { aHandbook, aPost, HEED, PEOPLE, WEBSITE, without } from '../support/cast.ts';
import { aPlay, Play } from '../support/play.ts';

function card(play: Play): Card {
  return cardOf(play.mention, play.words, play.handbook);
}

describe('what a card says', () => {
  test('what kind of thing it is, where it stands, who wrote, where and what', () => {
    expect(card(aPlay())).toMatchObject({
      ref: 'H-1042',
      status: 'unclaimed',
      standing: 'unclaimed',
      department: { id: 'care', name: 'Care' },
      category: { id: 'complaint', name: 'Complaint' },
      author: { name: 'Lerato M.', handle: 'lerato' },
      source: 'website',
      context: 'our post: Black Friday',
      link: 'https://acme.example/posts/c-1',
      owner: null,
      draft: null,
      sendAt: null,
      exchange: [{ direction: 'inbound', text: 'My parcel arrived broken.', by: null }],
    });
  });

  test.each([
    ['claimed', 'with Sam'],
    ['in_review', 'in review'],
    ['scheduled', 'about to be sent'],
    ['publishing', 'being sent'],
    ['unsure', 'in doubt: was it sent?'],
    ['answered', 'answered, waiting for Lerato M.'],
    ['dismissed', 'dismissed: spam'],
    ['logged', 'logged, off the desk'],
    ['resolved', 'resolved: solved'],
  ] as const)('where it stands: %s is "%s"', (status, standing) => {
    expect(card(aPlay({ status })).standing).toBe(standing);
  });

  test('who has it, and since when', () => {
    const play = aPlay();
    const since = play.now;
    play.does('sam', { type: 'claim' });
    expect(card(play).owner).toEqual({ email: PEOPLE.sam.email, name: 'Sam', since });
  });

  test('until when the reply can be withdrawn', () => {
    const play = aPlay({ status: 'scheduled' });
    expect(card(play).sendAt).toBe(play.mention.sendAt);
    expect(card(play).sendAt).not.toBeNull();
  });

  test('the exchange as it was written, whichever way it arrived', () => {
    const late = aPost({ externalId: 'c-0', text: 'First.', postedAt: 1_000 });
    const play = aPlay({ status: 'answered' }).hears('c-2', 'Thanks!');
    play.does(WEBSITE, { type: 'receive', post: late });
    expect(card(play).exchange.map(({ text }) => text)).toEqual([
      'First.',
      'My parcel arrived broken.',
      'Sorry, Lerato. We are looking into it.',
      'Thanks!',
    ]);
    expect(card(play).postedAt).toBe(1_000);
    expect(card(play).link).toBe('https://acme.example/posts/c-2');
  });

  test('our reply with its author, its approvers and its link', () => {
    expect(card(aPlay({ status: 'answered' })).exchange.at(-1)).toMatchObject({
      direction: 'outbound',
      by: 'Sam',
      approvedBy: ['Rita'],
      link: 'https://acme.example/posts/r-1',
      elsewhere: false,
    });
  });

  test('words that were deleted are gone, and that they were is said', () => {
    const play = aPlay({ status: 'claimed' });
    play.does(WEBSITE, { type: 'delete_post', externalId: 'c-1' });
    expect(card(play).exchange).toMatchObject([{ text: null, deleted: true }]);
    expect(JSON.stringify(card(play))).not.toContain('parcel');
  });

  test('an answer given elsewhere has a link and no words', () => {
    const link = 'https://acme.example/elsewhere';
    const play = aPlay({ status: 'claimed' }).does('sam', { type: 'answered_elsewhere', link });
    expect(card(play).exchange.at(-1)).toMatchObject({ elsewhere: true, text: null, link });
  });

  test('what a press on it has seen', () => {
    const play = aPlay({ status: 'in_review' });
    expect(card(play).seen).toEqual({ version: 1, heard: play.mention.heard });
  });
});

describe('the draft on the card', () => {
  test('who wrote it, what it says, and who can still approve it', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' }).approves('rita');
    expect(card(play).draft).toMatchObject({
      version: 1,
      text: 'Sorry, Lerato. We are looking into it.',
      author: 'Sam',
      needed: 2,
      approvedBy: ['Rita'],
      waitingFor: ['Ravi', 'Lena'],
      hold: null,
    });
  });

  test('nobody is waited for once it is approved', () => {
    expect(card(aPlay({ status: 'scheduled' })).draft).toMatchObject({ waitingFor: [] });
  });

  test('what is typed and not submitted is nobody’s business', () => {
    const play = aPlay({ status: 'claimed' }).does('sam', { type: 'save_draft', text: 'Hmm' });
    expect(card(play).draft).toBeNull();
    expect(JSON.stringify(card(play))).not.toContain('Hmm');
  });

  test('approvals that no longer count are not shown', () => {
    expect(card(aPlay({ status: 'scheduled' }).hears()).draft).toMatchObject({
      approvedBy: [],
      hold: { type: 'wrote_again', sentence: expect.stringContaining('Lerato M. wrote again') },
    });
  });

  test('the reason for changes stands on the card alone', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.does('rita', { type: 'request_changes', seen, reason: 'Say sorry first.' });
    expect(card(play).draft?.hold?.sentence).toBe('Rita asks for changes: Say sorry first.');
  });

  test('the network’s reason for a refusal stands on the card', () => {
    const play = aPlay({ status: 'publishing' });
    const because = { type: 'refused', reason: 'comments are closed' } as const;
    play.does(HEED, { type: 'not_sent', version: play.version, because });
    expect(card(play).draft).toMatchObject({
      attempts: 1,
      hold: { type: 'refused', sentence: 'The network refused it: comments are closed' },
    });
  });

  test('warnings that were accepted are named', () => {
    const play = aPlay({ status: 'claimed' });
    const submit = { type: 'submit', text: 'Try the upgrade.', seen: play.seen } as const;
    const decision = play.tries('sam', { ...submit, ticked: [] });
    const ticked = decision.ok ? [] : decision.refusal.findings.map(({ id }) => id);
    play.does('sam', { ...submit, ticked });
    expect(card(play).draft?.accepted).toEqual(['selling: upgrade']);
  });
});

describe('what a card offers', () => {
  const USUAL: Readonly<Record<Status, readonly string[]>> = {
    unclaimed: [
      ...['reply', 'claim', 'category', 'open_post', 'dismiss', 'transfer'],
      ...['answered_elsewhere', 'assign', 'escalate', 'mute'],
    ],
    claimed: [
      ...['reply', 'category', 'open_post', 'release', 'dismiss', 'transfer'],
      ...['answered_elsewhere', 'assign', 'escalate', 'snooze', 'mute'],
    ],
    in_review: [
      ...['approve', 'edit_and_approve', 'request_changes', 'withdraw', 'category', 'open_post'],
      ...['reply', 'answered_elsewhere', 'assign', 'escalate', 'snooze', 'mute'],
    ],
    scheduled: [
      'withdraw',
      'open_post',
      'reply',
      'category',
      'answered_elsewhere',
      'assign',
      'escalate',
      'snooze',
      'mute',
    ],
    publishing: ['open_post', 'escalate', 'snooze', 'mute'],
    unsure: [
      'say_sent',
      'say_not_sent',
      'open_post',
      'answered_elsewhere',
      'assign',
      'escalate',
      'snooze',
      'mute',
    ],
    answered: [
      'resolve',
      'reply',
      'open_post',
      'category',
      'answered_elsewhere',
      'assign',
      'correct',
      'delete',
      'escalate',
      'mute',
    ],
    dismissed: ['reopen', 'open_post', 'mute'],
    resolved: ['reopen', 'open_post', 'mute'],
    logged: ['restore', 'open_post'],
  };

  const STATUSES = Object.keys(USUAL).filter((one): one is Status => one in USUAL);

  test.each(STATUSES)('its usual actions in order, while %s', (status) => {
    expect(card(aPlay({ status })).actions).toEqual(USUAL[status]);
  });

  test('Retry first, where the network refused', () => {
    const play = aPlay({ status: 'publishing' });
    const because = { type: 'refused', reason: 'comments are closed' } as const;
    play.does(HEED, { type: 'not_sent', version: play.version, because });
    expect(card(play).actions[0]).toBe('retry');
    play.does(WEBSITE, { type: 'delete_post', externalId: 'c-1' });
    expect(card(play).actions).not.toContain('retry');
  });

  test('"Thanks, close" first, and Resolve, when an answered customer wrote again', () => {
    const play = aPlay({ status: 'answered' }).hears('c-2', 'Thanks!');
    expect(card(play).actions[0]).toBe('thanks_close');
    expect(card(play).actions).toContain('resolve');
    expect(card(play).actions).not.toContain('dismiss');
  });

  test('no Reply where no post is left', () => {
    const play = aPlay({ status: 'claimed' });
    play.does(WEBSITE, { type: 'delete_post', externalId: 'c-1' });
    expect(card(play).actions).not.toContain('reply');
    expect(card(play).actions).toContain('answered_elsewhere');
  });

  test('no review where nobody could give it', () => {
    const nobody = ['rita', 'ravi', 'lena', 'adam'] as const;
    const play = aPlay({ status: 'in_review', handbook: without(aHandbook(), ...nobody) });
    expect(card(play).actions).toEqual([
      'withdraw',
      'category',
      'open_post',
      'reply',
      'answered_elsewhere',
      'snooze',
    ]);
  });

  test('no Approve once everybody who could has', () => {
    const handbook = without(aHandbook(), 'ravi', 'lena', 'adam');
    const play = aPlay({ status: 'in_review', category: 'legal', handbook }).approves('rita');
    expect(card(play).actions).not.toContain('approve');
    expect(card(play).actions).toContain('request_changes');
  });

  test('Approve again for whoever has approved, once a lead made that enough', () => {
    const handbook = without(aHandbook(), 'rita', 'ravi', 'adam');
    const play = aPlay({ status: 'in_review', category: 'legal', handbook }).approves('lena');
    play.does('lena', { type: 'category', category: 'complaint' });
    expect(card(play).actions).toContain('approve');
    expect(play.approves('lena').status).toBe('scheduled');
  });

  test('nothing that the handbook has no choice for', () => {
    const plain = aHandbook();
    const handbook = {
      ...plain,
      departments: plain.departments.slice(0, 1),
      categories: plain.categories.filter(({ id }) => id === 'complaint'),
      dismissReasons: [],
      outcomes: [],
    };
    const actions = actionsOf(aPlay({ handbook }).mention, handbook);
    expect(actions).toEqual([
      'reply',
      'claim',
      'open_post',
      'answered_elsewhere',
      'assign',
      'escalate',
      'mute',
    ]);
  });

  test('no Resolve where the handbook has no outcomes', () => {
    const play = aPlay({ status: 'answered' });
    play.handbook = { ...play.handbook, outcomes: [] };
    expect(card(play).actions).not.toContain('resolve');
  });

  test('nothing to open where the post has no link', () => {
    const play = new Play(aHandbook()).opens();
    const messages = play.mention.messages.map((message) => ({ ...message, link: null }));
    expect(actionsOf({ ...play.mention, messages }, aHandbook())).not.toContain('open_post');
  });
});

describe('what was added by hand', () => {
  const byHand = () => {
    const link = 'https://www.forum.example/t/7';
    return new Play(aHandbook()).opens(aPost({ link }), 'complaint', 'care', BY_HAND);
  };

  test('offers everything but a reply, says why, and is called by its site', () => {
    const shown = card(byHand());
    expect(shown.actions).not.toContain('reply');
    expect(shown.actions).toEqual(
      expect.arrayContaining([
        ...['claim', 'category', 'open_post', 'dismiss', 'transfer', 'answered_elsewhere'],
      ]),
    );
    expect(shown.actions.slice(0, 3)).toEqual(['claim', 'open_post', 'answered_elsewhere']);
    expect(shown.hint).toContain('Answered elsewhere');
    expect(shown.source).toBe('forum.example');
  });

  test.each(['submit', 'save_draft'] as const)('refuses to %s with the way out', (type) => {
    const play = byHand().does('sam', { type: 'claim' });
    const command = { type, text: 'Sorry.', seen: play.seen, ticked: [] };
    expect(play.tries('sam', command)).toMatchObject({
      ok: false,
      refusal: { code: 'not_now', sentence: expect.stringContaining('Answered elsewhere') },
    });
  });

  test('once answered elsewhere it has no more to be told, and can be resolved', () => {
    const play = byHand().does('sam', { type: 'answered_elsewhere', link: 'https://a.example/1' });
    const shown = card(play);
    expect(shown.hint).toBeNull();
    expect(shown.actions).toContain('resolve');
    expect(shown.actions).not.toContain('reply');
  });
});
