import { describe, expect, test } from 'vitest';
import type { SystemCommand } from '../../src/core/commands.ts';
import { openAttempt, pendingVersion } from '../../src/core/mention.ts';
import { HEED, PEOPLE, UNDO_MS, WEBSITE, withApprovals } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

function attemptsOf(play: Play) {
  return play.mention.draft?.versions.at(-1)?.attempts ?? [];
}

function fails(play: Play, because: (SystemCommand & { type: 'not_sent' })['because']): Play {
  return play.does(HEED, { type: 'not_sent', version: play.version, because });
}

const refused = { type: 'refused', reason: 'comments are closed' } as const;
const unknown = { type: 'unknown' } as const;

describe('before the call', () => {
  test('nothing begins a millisecond before the undo window ends', () => {
    const play = aPlay({ status: 'in_review' });
    const { now } = play;
    play.approves('rita');
    play.now = now + UNDO_MS - 1;
    const begin = { type: 'begin_publishing', version: play.version, able: true } as const;
    expect(play.tries(HEED, begin)).toMatchObject({ ok: true, events: [] });
    play.now = now + UNDO_MS;
    expect(play.tries(HEED, begin)).toMatchObject({ events: [{ type: 'publishing_began' }] });
  });

  test('the attempt is recorded, open, with nothing sent yet', () => {
    const play = aPlay({ status: 'scheduled' }).begins();
    expect(play.mention).toMatchObject({ status: 'publishing', sendAt: null });
    expect(attemptsOf(play)).toMatchObject([{ n: 1, outcome: null, endedAt: null }]);
  });

  test('a withdrawal wins until then, and loses from then on', () => {
    const play = aPlay({ status: 'scheduled' }).waits(UNDO_MS);
    const withdrawn = aPlay({ status: 'scheduled' })
      .waits(UNDO_MS)
      .does('sam', { type: 'withdraw' });
    expect(pendingVersion(withdrawn.mention)).toBeNull();
    expect(withdrawn.mention.draft?.hold).toEqual({ type: 'withdrawn', by: PEOPLE.sam.email });
    const begin = { type: 'begin_publishing', version: withdrawn.version, able: true } as const;
    expect(withdrawn.tries(HEED, begin)).toMatchObject({ refusal: { code: 'not_now' } });
    expect(play.begins().tries('sam', { type: 'withdraw' })).toMatchObject({ ok: false });
  });

  test('a version that was replaced is not sent', () => {
    const play = aPlay({ status: 'scheduled', category: 'praise' });
    const { version } = play;
    play.submits('sam', 'Another text.').waits(UNDO_MS);
    const begin = { type: 'begin_publishing', version, able: true } as const;
    expect(play.tries(HEED, begin)).toMatchObject({ refusal: { code: 'not_now' } });
  });

  test('what cannot be published there any more goes back with a hold that says so', () => {
    const play = aPlay({ status: 'scheduled' }).begins(false);
    expect(play.status).toBe('claimed');
    expect(play.mention.draft?.hold).toEqual({ type: 'unable' });
  });

  test('a handbook that asks for more approvals by now is obeyed', () => {
    const play = aPlay({ status: 'scheduled' });
    play.handbook = withApprovals(play.handbook, { complaint: 2 });
    play.begins();
    expect(play.status).toBe('in_review');
    expect(pendingVersion(play.mention)?.needed).toBe(2);
    play.approves('ravi').begins();
    expect(play.status).toBe('publishing');
  });
});

describe('the network’s answer', () => {
  test('done: the reply stands in the conversation, with its link, author and approvers', () => {
    const play = aPlay({ status: 'publishing' }).sends();
    expect(play.mention).toMatchObject({ status: 'answered', answered: true, draft: null });
    expect(play.mention.messages.at(-1)).toMatchObject({
      direction: 'outbound',
      externalId: 'r-1',
      parentId: 'c-1',
      link: 'https://acme.example/posts/r-1',
      writtenBy: PEOPLE.sam.email,
      approvedBy: [PEOPLE.rita.email],
    });
    const said = play.words.get(play.mention.messages.at(-1)?.content ?? '');
    expect(said).toBe('Sorry, Lerato. We are looking into it.');
  });

  test('refused for good: back to the owner, with the reason and a version to retry', () => {
    const play = fails(aPlay({ status: 'publishing' }), refused);
    expect(play.mention).toMatchObject({ status: 'claimed', owner: PEOPLE.sam.email });
    expect(play.mention.draft?.hold).toEqual({ type: 'refused', reason: 'comments are closed' });
    expect(attemptsOf(play)).toMatchObject([{ outcome: 'refused', endedAt: play.now - 1_000 }]);
  });

  test('refused for now: waits again, and can be withdrawn meanwhile', () => {
    const play = aPlay({ status: 'publishing' });
    const until = play.now + 60_000;
    fails(play, { type: 'postponed', until });
    expect(play.mention).toMatchObject({ status: 'scheduled', sendAt: until });
    expect(attemptsOf(play)).toMatchObject([{ outcome: 'postponed' }]);
    expect(play.tries('sam', { type: 'withdraw' })).toMatchObject({ ok: true });
    play.begins();
    expect(attemptsOf(play)).toMatchObject([{ outcome: 'postponed' }, { n: 2, outcome: null }]);
  });

  test.each([
    ['wrote_again', (play: Play) => play.hears()],
    ['deleted', (play: Play) => play.does(WEBSITE, { type: 'delete_post', externalId: 'c-1' })],
    [
      'edited',
      (play: Play) =>
        play.does(WEBSITE, {
          type: 'edit_post',
          externalId: 'c-1',
          text: 'It arrived late.',
          attachments: [],
          editedAt: play.now,
        }),
    ],
  ])(
    'refused for now, and %s during the call: held, so that somebody reads it',
    (type, happens) => {
      const play = happens(aPlay({ status: 'publishing' }));
      fails(play, { type: 'postponed', until: play.now + 60_000 });
      expect(play.mention).toMatchObject({ status: 'claimed', sendAt: null });
      expect(play.mention.draft?.hold).toEqual({ type });
      expect(play.effects.map((effect) => effect.type)).not.toContain('publish');
    },
  );

  test('unknown: a person has to say, and either answer ends the doubt', () => {
    const play = fails(aPlay({ status: 'publishing' }), unknown);
    expect([play.status, attemptsOf(play)[0]?.outcome]).toEqual(['unsure', 'unknown']);
    const link = 'https://acme.example/posts/r-7';
    const sent = play.fork().does('sam', { type: 'say_sent', link });
    expect(sent.status).toBe('answered');
    expect(sent.mention.messages.at(-1)).toMatchObject({ direction: 'outbound', link });
    play.does('lena', { type: 'say_not_sent' });
    expect(play.mention.draft?.hold).toEqual({ type: 'not_sent', by: PEOPLE.lena.email });
  });

  test('a late answer of the network settles a doubt', () => {
    expect(fails(aPlay({ status: 'publishing' }), unknown).sends().status).toBe('answered');
  });

  test('an answer about a version that is no longer under way changes nothing', () => {
    const play = fails(aPlay({ status: 'publishing' }), refused);
    const late = { type: 'sent', version: play.version, externalId: null, link: null } as const;
    expect(play.tries(HEED, late)).toMatchObject({ refusal: { code: 'not_now' } });
    const other = aPlay({ status: 'publishing' });
    const strange = { ...late, version: 'another' };
    expect(other.tries(HEED, strange)).toMatchObject({ refusal: { code: 'not_now' } });
    const postponed = { type: 'not_sent', version: 'another', because: unknown } as const;
    expect(other.tries(HEED, postponed)).toMatchObject({ refusal: { code: 'not_now' } });
  });

  test('a second answer about the same version changes nothing', () => {
    const play = aPlay({ status: 'publishing' });
    const { version } = play;
    play.sends();
    const again = { type: 'sent', version, externalId: 'r-1', link: null } as const;
    expect(play.tries(HEED, again)).toMatchObject({ ok: false });
  });

  test('a call that is repeated under its key closes the attempt before', () => {
    const play = aPlay({ status: 'publishing' });
    play.does(HEED, { type: 'repeat_publishing', version: play.version });
    expect(attemptsOf(play)).toMatchObject([{ outcome: 'unknown' }, { n: 2, outcome: null }]);
    const version = pendingVersion(play.mention);
    expect(version === null ? null : openAttempt(version)?.n).toBe(2);
    expect(play.status).toBe('publishing');
  });

  test('nobody but Heed’s own begin starts a call', () => {
    const play = aPlay({ status: 'scheduled' }).waits(UNDO_MS);
    const repeat = { type: 'repeat_publishing', version: play.version } as const;
    expect(play.tries(HEED, repeat)).toMatchObject({ refusal: { code: 'not_now' } });
  });

  test('a retried version keeps its id, and so its key, and counts on', () => {
    const play = fails(aPlay({ status: 'publishing' }), refused);
    const { version } = play;
    play.does('sam', { type: 'retry', seen: play.seen }).begins();
    expect(play.version).toBe(version);
    expect(attemptsOf(play)).toMatchObject([
      { n: 1, outcome: 'refused' },
      { n: 2, outcome: null },
    ]);
  });
});
