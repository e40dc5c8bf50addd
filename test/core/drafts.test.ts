import { describe, expect, test } from 'vitest';
import type { DraftVersion } from '../../src/core/mention.ts';
import { HEED } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

function latest(play: Play): DraftVersion {
  const version = play.mention.draft?.versions.at(-1);
  if (version === undefined) throw new Error('there is no version');
  return version;
}

describe('what the reader of a dialog or button saw', () => {
  test('a reply written before the customer wrote again is refused', () => {
    const play = aPlay({ status: 'claimed' });
    const { seen } = play;
    play.hears();
    const submit = { type: 'submit', text: 'Sorry.', seen, ticked: [] } as const;
    expect(play.tries('sam', submit)).toMatchObject({ refusal: { code: 'stale' } });
  });

  test('an approval of a version that was replaced is refused', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.submits('sam', 'Another text.');
    expect(play.tries('rita', { type: 'approve', seen })).toMatchObject({
      refusal: { code: 'stale', sentence: expect.stringContaining('version 2') },
    });
  });

  test('a request for changes and an edit of a replaced version are refused', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.submits('sam', 'Another text.');
    const stale = { refusal: { code: 'stale' } };
    const reason = 'Say sorry.';
    expect(play.tries('rita', { type: 'request_changes', seen, reason })).toMatchObject(stale);
    const edit = { type: 'edit_and_approve', text: 'Mine.', seen, ticked: [] } as const;
    expect(play.tries('rita', edit)).toMatchObject(stale);
  });

  test('an approval of an earlier draft does not reach the next draft of the same number', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.approves('rita').begins().sends().submits('sam', 'And one more thing.');
    expect(play.status).toBe('in_review');
    expect(play.tries('ravi', { type: 'approve', seen })).toMatchObject({
      refusal: { code: 'stale' },
    });
  });

  test('a dialog opened before the reply went out does not send a second one', () => {
    const play = aPlay({ status: 'claimed', category: 'praise' });
    const { seen } = play;
    play.submits('sam', 'Thank you!').begins().sends();
    const submit = { type: 'submit', text: 'Thanks a lot!', seen, ticked: [] } as const;
    const decision = play.tries('sam', submit);
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'stale' } });
    expect(decision).not.toMatchObject({ refusal: { sentence: expect.stringContaining('0') } });
  });

  test('a dialog opened before somebody answered elsewhere does not send a second answer', () => {
    const play = aPlay({ status: 'claimed', category: 'praise' });
    const { seen } = play;
    const link = 'https://acme.example/elsewhere';
    play.does('lena', { type: 'answered_elsewhere', link });
    const submit = { type: 'submit', text: 'Thanks a lot!', seen, ticked: [] } as const;
    expect(play.tries('sam', submit)).toMatchObject({ refusal: { code: 'stale' } });
  });
});

describe('the style guide', () => {
  const draft = { type: 'submit', text: 'We guarantee it, with an upgrade.' } as const;

  test('an error stops the draft, ticked or not', () => {
    const play = aPlay({ status: 'claimed' });
    const { seen } = play;
    const first = play.tries('sam', { ...draft, seen, ticked: [] });
    expect(first).toMatchObject({ refusal: { code: 'findings' } });
    const findings = first.ok ? [] : first.refusal.findings;
    expect(findings.map(({ rule }) => rule)).toEqual(['promises', 'selling']);
    const ticked = findings.map(({ id }) => id);
    const second = play.tries('sam', { ...draft, seen, ticked });
    expect(second).toMatchObject({ refusal: { code: 'findings' } });
    expect(second.ok ? '' : second.refusal.sentence).toContain('guarantee');
    expect(second.ok ? '' : second.refusal.sentence).not.toContain('upgrade');
  });

  test('a warning has to be ticked, and what was ticked is recorded', () => {
    const play = aPlay({ status: 'claimed' });
    const warned = { type: 'submit', text: 'Try the upgrade.', seen: play.seen } as const;
    const decision = play.tries('sam', { ...warned, ticked: [] });
    const findings = decision.ok ? [] : decision.refusal.findings;
    expect(findings).toMatchObject([{ rule: 'selling', severity: 'warning' }]);
    expect(play.tries('sam', { ...warned, ticked: ['something else'] })).toMatchObject({
      ok: false,
    });
    play.does('sam', { ...warned, ticked: findings.map(({ id }) => id) });
    expect(latest(play).accepted).toEqual(['selling: upgrade']);
  });

  test('an edit by a reviewer is looked at too', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    const edit = { type: 'edit_and_approve', text: 'We guarantee it.', seen, ticked: [] } as const;
    expect(play.tries('rita', edit)).toMatchObject({ refusal: { code: 'findings' } });
  });

  test('only spaces are no reply', () => {
    const play = aPlay({ status: 'claimed' });
    const submit = { type: 'submit', text: ' \n ', seen: play.seen, ticked: [] } as const;
    expect(play.tries('sam', submit)).toMatchObject({ refusal: { code: 'findings' } });
  });
});

describe('what is typed', () => {
  test('is saved under one content and makes one event, however often', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('sam', { type: 'save_draft', text: 'Sor' });
    const saved = play.mention.draft?.saved;
    play.does('sam', { type: 'save_draft', text: 'Sorry' });
    expect(play.mention.draft?.saved).toBe(saved);
    expect(play.words.get(saved ?? '')).toBe('Sorry');
    expect(play.happened.filter((type) => type === 'draft_saved')).toHaveLength(1);
  });

  test('is kept over release and transfer, for whoever claims next', () => {
    const play = aPlay({ status: 'claimed' }).does('sam', { type: 'save_draft', text: 'Sorry' });
    play.does('sam', { type: 'release' }).does('ana', { type: 'claim' });
    play
      .does('ana', { type: 'transfer', department: 'deliveries' })
      .does('dora', { type: 'claim' });
    expect(play.words.get(play.mention.draft?.saved ?? '')).toBe('Sorry');
  });

  test('is over once it is submitted', () => {
    const play = aPlay({ status: 'claimed' }).does('sam', { type: 'save_draft', text: 'Sorry' });
    expect(play.submits('sam').mention.draft?.saved).toBeNull();
  });

  test('while the reply waits to be sent survives the publishing', () => {
    const play = aPlay({ status: 'scheduled' });
    play.does('sam', { type: 'save_draft', text: 'One more thing' });
    expect(play.status).toBe('scheduled');
    play.begins().sends();
    expect(play.mention.draft?.versions).toEqual([]);
    expect(play.words.get(play.mention.draft?.saved ?? '')).toBe('One more thing');
  });

  test('longer than any network takes is refused', () => {
    const play = aPlay({ status: 'claimed' });
    const save = { type: 'save_draft', text: 'x'.repeat(40_001) } as const;
    expect(play.tries('sam', save)).toMatchObject({ refusal: { code: 'input' } });
  });
});

describe('what an answer covers', () => {
  test('a reply answers every message up to its submit', () => {
    const play = aPlay({ status: 'claimed' }).hears('c-2').hears('c-3').submits('sam');
    expect(latest(play).heard).toBe(play.mention.heard);
    play.approves('rita').begins().sends();
    expect(play.status).toBe('answered');
    expect(play.mention.answersThrough).toBe(play.mention.heard);
  });

  test('a message that came while it was being sent stays unanswered', () => {
    const play = aPlay({ status: 'publishing' }).hears().sends();
    expect(play.status).toBe('claimed');
    expect(play.mention.answersThrough).toBeLessThan(play.mention.heard);
  });

  test('a reply goes under the newest message by the customer’s clock', () => {
    const play = aPlay({ status: 'claimed' });
    const later = play.now + 60_000;
    play.hears('c-2').waits(1_000);
    const { type, post } = { type: 'receive' as const, post: { ...POST, postedAt: later } };
    play.does(HEED, { type, post }).hears('c-3', 'Sent before that one.').submits('sam');
    expect(play.mention.messages.find(({ id }) => id === latest(play).replyTo)?.externalId).toBe(
      'c-9',
    );
  });
});

const POST = {
  externalId: 'c-9',
  parentId: 'c-1',
  kind: 'comment',
  text: 'The newest.',
  link: 'https://acme.example/posts/c-9',
  context: null,
  attachments: [],
  editedAt: null,
};
