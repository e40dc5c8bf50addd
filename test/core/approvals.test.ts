import { describe, expect, test } from 'vitest';
import type { DraftVersion } from '../../src/core/mention.ts';
import { aHandbook, HEED, PEOPLE, withApprovals } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

function latest(play: Play): DraftVersion {
  const version = play.mention.draft?.versions.at(-1);
  if (version === undefined) throw new Error('there is no version');
  return version;
}

function textOf(play: Play): string | undefined {
  return play.words.get(latest(play).content);
}

function approvers(play: Play): readonly string[] {
  return latest(play).reviews.map(({ person }) => person);
}

function refusedAtSource(play: Play): Play {
  const because = { type: 'refused', reason: 'no replies here' } as const;
  return play.does(HEED, { type: 'not_sent', version: play.version, because });
}

describe('approvals', () => {
  test('a complaint needs one approval, praise none, a legal matter two', () => {
    const needed = (['complaint', 'praise', 'legal'] as const).map((category) => {
      const play = aPlay({ status: 'claimed', category }).submits('sam');
      return [play.status, latest(play).needed];
    });
    expect(needed).toEqual([
      ['in_review', 1],
      ['scheduled', 0],
      ['in_review', 2],
    ]);
  });

  test('two different people have to approve where two approvals are needed', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' }).approves('rita');
    expect(play.status).toBe('in_review');
    play.approves('rita');
    expect(play.status).toBe('in_review');
    expect(approvers(play)).toEqual([PEOPLE.rita.email]);
    play.approves('ravi');
    expect(play.status).toBe('scheduled');
  });

  test('the undo window begins with the last approval', () => {
    const play = aPlay({ status: 'in_review' }).waits(3_600_000);
    const { now } = play;
    play.approves('rita');
    expect(play.mention.sendAt).toBe(now + 30_000);
  });

  test('an edited version starts without approvals', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' }).approves('rita');
    play.submits('sam', 'A better text.');
    expect(approvers(play)).toEqual([]);
    play.approves('ravi');
    expect(play.status).toBe('in_review');
  });

  test('a message, an edit and a deletion of the customer make approvals void', () => {
    for (const happens of [
      (play: Play) => play.hears(),
      (play: Play) =>
        play.does(HEED, {
          type: 'edit_post',
          externalId: 'c-1',
          text: 'Changed.',
          attachments: [],
          editedAt: play.now,
        }),
      (play: Play) => play.hears('c-2').does(HEED, { type: 'delete_post', externalId: 'c-2' }),
    ]) {
      const play = happens(aPlay({ status: 'scheduled' }));
      expect(play.status).toBe('claimed');
      play.submits('sam');
      expect(play.status).toBe('in_review');
      expect(approvers(play)).toEqual([]);
    }
  });

  test('a trainee’s draft needs one approval even where the category asks none', () => {
    const play = aPlay({ status: 'claimed', owner: 'tumi', category: 'praise' }).submits('tumi');
    expect([play.status, latest(play).needed]).toEqual(['in_review', 1]);
  });

  test('an approval made useless by a stricter handbook waits for one more', () => {
    const play = aPlay({ status: 'in_review' });
    play.handbook = withApprovals(aHandbook(), { complaint: 2 });
    play.approves('rita');
    expect(play.status).toBe('in_review');
    play.approves('ravi');
    expect(play.status).toBe('scheduled');
  });

  test('a second press of Approve after somebody else approved too changes nothing', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' });
    const { seen } = play;
    play.approves('rita', 'ravi');
    expect(play.status).toBe('scheduled');
    expect(play.tries('rita', { type: 'approve', seen })).toMatchObject({ ok: true, events: [] });
  });

  test('changes are asked for with a reason that the owner can read', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    const blank = play.tries('rita', { type: 'request_changes', seen, reason: ' \n' });
    expect(blank).toMatchObject({ refusal: { code: 'input' } });
    play.does('rita', { type: 'request_changes', seen, reason: ' Say sorry. ' });
    const hold = play.mention.draft?.hold;
    expect(hold).toMatchObject({ type: 'changes_requested', by: PEOPLE.rita.email });
    expect(hold?.type === 'changes_requested' && play.words.get(hold.reason)).toBe('Say sorry.');
  });
});

describe('relabelling', () => {
  test('a complaint called praise keeps its approval', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('sam', { type: 'category', category: 'praise' }).submits('sam');
    expect([play.status, latest(play).needed]).toEqual(['in_review', 1]);
  });

  test('a complaint called praise while in review keeps its approval', () => {
    const play = aPlay({ status: 'in_review' });
    play.does('sam', { type: 'category', category: 'praise' });
    expect(latest(play).needed).toBe(1);
    play.submits('sam', 'Another text.');
    expect([play.status, latest(play).needed]).toEqual(['in_review', 1]);
  });

  test('going up and down again is no way around review', () => {
    const play = aPlay({ status: 'claimed', category: 'praise' });
    play.does('sam', { type: 'category', category: 'legal' });
    play.does('sam', { type: 'category', category: 'praise' }).submits('sam');
    expect(latest(play).needed).toBe(2);
  });

  test('a colleague’s relabelling leaves a version what the handbook made it need', () => {
    const play = strictAWhile().does('sam', { type: 'category', category: 'praise' });
    expect(latest(play).needed).toBe(3);
    play.does('lena', { type: 'category', category: 'question' });
    expect(latest(play).needed).toBe(0);
  });

  test('a lead lowers what is needed', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('lena', { type: 'category', category: 'praise' }).submits('sam');
    expect(play.status).toBe('scheduled');
  });

  test('a lead lowers what a version in review needs, but not a trainee’s last approval', () => {
    const play = aPlay({ status: 'in_review', owner: 'tumi', category: 'legal' });
    play.does('lena', { type: 'category', category: 'praise' });
    expect(latest(play).needed).toBe(1);
    play.approves('rita');
    expect(play.status).toBe('scheduled');
  });

  test('a stricter category takes what was about to be sent back to review, approvals kept', () => {
    const play = aPlay({ status: 'scheduled' });
    play.does('sam', { type: 'category', category: 'legal' });
    expect([play.status, play.mention.sendAt]).toEqual(['in_review', null]);
    expect(approvers(play)).toEqual([PEOPLE.rita.email]);
    play.approves('ravi');
    expect(play.status).toBe('scheduled');
  });
});

/** A version in review that needs three approvals, under a handbook that asks for one again. */
function strictAWhile(): Play {
  const play = aPlay({ status: 'scheduled' });
  const { handbook } = play;
  play.handbook = withApprovals(handbook, { complaint: 3 });
  play.begins();
  play.handbook = handbook;
  return play;
}

describe('edit and approve', () => {
  test('makes a version of the editor’s that has the editor’s approval', () => {
    const play = aPlay({ status: 'in_review' });
    const { seen } = play;
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect(latest(play)).toMatchObject({ n: 2, author: PEOPLE.rita.email });
    expect([play.status, textOf(play)]).toEqual(['scheduled', 'Better.']);
    expect(approvers(play)).toEqual([PEOPLE.rita.email]);
  });

  test('voids the approvals of the version it replaces', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' }).approves('ravi');
    const { seen } = play;
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect([play.status, approvers(play)]).toEqual(['in_review', [PEOPLE.rita.email]]);
  });

  test('is refused on one’s own version, also on the one it made', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' });
    const edit = { type: 'edit_and_approve', text: 'Better.', ticked: [] } as const;
    play.does('rita', { ...edit, seen: play.seen });
    const again = play.tries('rita', { ...edit, text: 'Best.', seen: play.seen });
    expect(again).toMatchObject({ refusal: { code: 'not_allowed' } });
  });

  test('needs no less than the version it replaces', () => {
    const play = aPlay({ status: 'in_review', category: 'legal' });
    play.does('sam', { type: 'category', category: 'praise' });
    const { seen } = play;
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect([play.status, latest(play).needed]).toEqual(['in_review', 2]);
  });

  test('needs what a stricter handbook made the version need, also after it was eased', () => {
    const play = strictAWhile();
    const { seen } = play;
    play.does('lena', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect([play.status, latest(play).needed]).toEqual(['in_review', 3]);
  });

  test('keeps what the owner was typing meanwhile', () => {
    const play = aPlay({ status: 'in_review' });
    play.does('sam', { type: 'save_draft', text: 'A better idea' });
    const { seen } = play;
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen, ticked: [] });
    expect(play.words.get(play.mention.draft?.saved ?? '')).toBe('A better idea');
  });
});

describe('retrying a refused version', () => {
  test('keeps its approvals when nothing was said since', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing' }));
    play.does('sam', { type: 'retry', seen: play.seen });
    expect([play.status, approvers(play)]).toEqual(['scheduled', [PEOPLE.rita.email]]);
    expect(play.mention.sendAt).toBe(play.now - 1_000 + 30_000);
  });

  test('voids its approvals when the customer wrote since', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing' })).hears();
    play.does('sam', { type: 'retry', seen: play.seen });
    expect([play.status, approvers(play)]).toEqual(['in_review', []]);
    play.approves('rita').begins();
    expect(play.status).toBe('publishing');
  });

  test('is refused while the customer has said something that the card did not show yet', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing', category: 'praise' }));
    const { seen } = play;
    play.hears();
    expect(play.tries('sam', { type: 'retry', seen })).toMatchObject({
      refusal: { code: 'stale' },
    });
  });

  test('needs what the category asks by now', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing', category: 'praise' }));
    play.does('sam', { type: 'category', category: 'legal' });
    play.does('sam', { type: 'retry', seen: play.seen });
    expect(play.status).toBe('in_review');
    play.approves('rita');
    expect(play.status).toBe('in_review');
    play.approves('ravi');
    expect(play.status).toBe('scheduled');
  });

  test('is no way around a category that was raised and lowered meanwhile', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing', category: 'praise' }));
    play.does('sam', { type: 'category', category: 'legal' });
    play.does('sam', { type: 'category', category: 'praise' });
    play.does('sam', { type: 'retry', seen: play.seen });
    expect([play.status, latest(play).needed]).toEqual(['in_review', 2]);
  });

  test('needs less after a lead lowered it', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing' })).hears();
    play.does('lena', { type: 'category', category: 'praise' });
    play.does('sam', { type: 'retry', seen: play.seen });
    expect(play.status).toBe('scheduled');
  });

  test('is refused when the post it answers is gone', () => {
    const play = refusedAtSource(aPlay({ status: 'publishing' }));
    play.does(HEED, { type: 'delete_post', externalId: 'c-1' });
    expect(play.tries('sam', { type: 'retry', seen: play.seen })).toMatchObject({
      refusal: { code: 'not_now' },
    });
  });

  test('is refused for a version that was withdrawn, with a sentence about retrying', () => {
    const play = aPlay({ status: 'scheduled' }).does('sam', { type: 'withdraw' });
    expect(play.tries('sam', { type: 'retry', seen: play.seen })).toMatchObject({
      refusal: { code: 'not_now', sentence: expect.stringContaining('refused') },
    });
  });
});
