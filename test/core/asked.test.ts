/** Colleagues whom an author names, and the update that a reply may promise. */
import { describe, expect, test } from 'vitest';
import { cardOf } from '../../src/core/card.ts';
import type { DraftVersion } from '../../src/core/mention.ts';
import { storyOf } from '../../src/core/story.ts';
import { aHandbook, HEED, type Name, PEOPLE, without } from '../support/cast.ts';
import { aPlay, type Given, type Play } from '../support/play.ts';

const TEXT = 'Sorry, Lerato. We are looking into it.';

/** Sam's reply, about which he asks these colleagues first. */
function asking(names: readonly Name[], given: Given = {}): Play {
  const play = aPlay({ status: 'claimed', category: 'praise', ...given });
  return asks(play, names);
}

function asks(play: Play, names: readonly Name[], text = TEXT): Play {
  const asked = names.map((name) => PEOPLE[name].email);
  return play.does('sam', { type: 'submit', text, seen: play.seen, ticked: [], asked });
}

function latest(play: Play): DraftVersion {
  const version = play.mention.draft?.versions.at(-1);
  if (version === undefined) throw new Error('there is no version');
  return version;
}

function draftOn(play: Play) {
  return cardOf(play.mention, play.words, play.handbook).draft;
}

function lastLine(play: Play): string {
  const parts = storyOf(play.history, play.handbook).at(-1)?.parts ?? [];
  return parts
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('')
    .trim();
}

function recipients(play: Play): readonly string[] {
  return play.effects.flatMap((effect) => (effect.type === 'ask_review' ? effect.recipient : []));
}

describe('a colleague who was asked', () => {
  test('holds up what no category asks an approval for', () => {
    const play = asking(['ana']);
    expect(play.status).toBe('in_review');
    expect(recipients(play)).toEqual([PEOPLE.ana.email]);
    expect(draftOn(play)).toMatchObject({ missing: 0, waitingFor: [], asked: ['Ana'] });
    expect(draftOn(play)?.askedBy).toBe('Sam');
    expect(lastLine(play)).toBe('Sam submitted version 1. Ana must agree first, as Sam asked.');
    play.approves('ana');
    expect(play.status).toBe('scheduled');
  });

  test('is waited for one by one where there are several', () => {
    const play = asking(['ana', 'dora']).approves('ana');
    expect(play.status).toBe('in_review');
    expect(draftOn(play)?.asked).toEqual(['Dora']);
    expect(play.approves('dora').status).toBe('scheduled');
  });

  test.each(['tumi', 'ana', 'dora', 'dina'] as const)(
    'may approve or ask for changes whatever their role or department: %s',
    (name) => {
      const play = asking([name], { category: 'complaint' });
      const { seen } = play;
      expect(play.tries(name, { type: 'approve', seen })).toMatchObject({ ok: true });
      const reason = 'Say when.';
      expect(play.tries(name, { type: 'request_changes', seen, reason }).ok).toBe(true);
      const edit = { type: 'edit_and_approve', text: 'Mine.', seen, ticked: [] } as const;
      expect(play.tries(name, edit)).toMatchObject({ refusal: { code: 'not_allowed' } });
      expect(play.tries(name, { type: 'withdraw' }).ok).toBe(false);
    },
  );

  test.each(['tumi', 'ana', 'dora', 'dina'] as const)(
    'takes no reviewer’s place by agreeing: %s',
    (name) => {
      const play = asking([name], { category: 'complaint' }).approves(name);
      expect(play.status).toBe('in_review');
      expect(draftOn(play)).toMatchObject({ missing: 1, asked: [] });
      expect(play.approves('rita').status).toBe('scheduled');
    },
  );

  test('counts for both where they are a reviewer of the department', () => {
    const play = asking(['rita'], { category: 'complaint' });
    expect(draftOn(play)).toMatchObject({ missing: 1, waitingFor: [], asked: ['Rita'] });
    expect(recipients(play)).toContain(PEOPLE.ravi.email);
    expect(play.approves('rita').status).toBe('scheduled');
  });

  test('is still waited for when the approvals are complete', () => {
    const play = asking(['ana'], { category: 'complaint' }).approves('rita');
    expect(play.status).toBe('in_review');
    expect(draftOn(play)).toMatchObject({ missing: 0, waitingFor: [], asked: ['Ana'] });
    expect(play.tries('rita', { type: 'approve', seen: play.seen })).toMatchObject({ events: [] });
    expect(play.approves('ana').status).toBe('scheduled');
  });

  test('may not act on a later version that does not ask them', () => {
    const play = asking(['dora']);
    asks(play, ['ana'], 'A better text.');
    expect(play.tries('dora', { type: 'approve', seen: play.seen })).toMatchObject({
      refusal: { code: 'not_allowed' },
    });
  });

  test('has to agree to what a reviewer made of it', () => {
    const play = asking(['ana', 'ravi'], { category: 'complaint' }).approves('ana');
    const edit = {
      type: 'edit_and_approve',
      text: 'Better.',
      seen: play.seen,
      ticked: [],
    } as const;
    play.does('ravi', edit);
    expect(latest(play)).toMatchObject({
      author: PEOPLE.ravi.email,
      asked: [PEOPLE.ana.email],
      askedBy: PEOPLE.sam.email,
    });
    expect(play.status).toBe('in_review');
    expect(recipients(play)).toContain(PEOPLE.ana.email);
    expect(play.approves('ana').status).toBe('scheduled');
  });

  test('has agreed where they are the only one asked and edit it themselves', () => {
    const play = asking(['rita'], { category: 'complaint' });
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen: play.seen, ticked: [] });
    expect([play.status, latest(play).asked, latest(play).askedBy]).toEqual([
      'scheduled',
      [],
      null,
    ]);
  });

  test('has to agree anew once the customer wrote again', () => {
    const play = asking(['ana']).approves('ana').hears();
    asks(play, ['ana']);
    expect([play.status, latest(play).reviews]).toEqual(['in_review', []]);
  });

  test('stays asked over a refusal and a Retry, anew where the customer wrote meanwhile', () => {
    const refused = () => {
      const play = asking(['ana']).approves('ana').begins();
      const because = { type: 'refused', reason: 'no links' } as const;
      return play.does(HEED, { type: 'not_sent', version: play.version, because });
    };
    const play = refused();
    expect(play.does('sam', { type: 'retry', seen: play.seen }).status).toBe('scheduled');
    const overtaken = refused().hears();
    overtaken.does('sam', { type: 'retry', seen: overtaken.seen });
    expect(overtaken.status).toBe('in_review');
    expect(overtaken.approves('ana').status).toBe('scheduled');
  });

  test('is no way around by another category', () => {
    const play = asking(['ana'], { category: 'complaint' });
    play.does('lena', { type: 'category', category: 'praise' });
    expect(play.attempts('rita', { type: 'approve', seen: play.seen }).ok).toBe(true);
    expect(play.status).toBe('in_review');
    expect(play.approves('ana').status).toBe('scheduled');
  });

  test('holds nothing up any more when they left the handbook', () => {
    const play = asking(['ana']);
    expect(play.attempts(HEED, { type: 'asked_left' })).toMatchObject({ events: [] });
    play.handbook = without(play.handbook, 'ana');
    expect(draftOn(play)?.asked).toEqual([]);
    play.does(HEED, { type: 'asked_left' });
    expect(play.status).toBe('scheduled');
    expect(play.effects).toContainEqual(expect.objectContaining({ type: 'publish' }));
  });

  test('who left lets whoever approved last approve again, which is enough by now', () => {
    const play = asking(['ana'], { category: 'complaint' }).approves('rita');
    expect(play.status).toBe('in_review');
    play.handbook = without(play.handbook, 'ana');
    expect(play.approves('rita').status).toBe('scheduled');
  });

  test('who left frees no approval that the category asks for', () => {
    const play = asking(['ana'], { category: 'complaint' });
    play.handbook = without(play.handbook, 'ana');
    expect(play.attempts(HEED, { type: 'asked_left' })).toMatchObject({ events: [] });
    expect(play.approves('rita').status).toBe('scheduled');
  });

  test('who came back before it went out is asked after all', () => {
    const play = asking(['ana']);
    play.handbook = without(play.handbook, 'ana');
    play.does(HEED, { type: 'asked_left' });
    play.handbook = aHandbook();
    play.begins();
    expect(play.status).toBe('in_review');
    expect(recipients(play)).toEqual([PEOPLE.ana.email]);
    expect(lastLine(play)).toBe('Version 1 waits for Ana, so it is back in review.');
  });
});

describe('asking', () => {
  const refusalOf = (asked: string[]) => {
    const play = aPlay({ status: 'claimed' });
    const submit = { type: 'submit', text: TEXT, seen: play.seen, ticked: [], asked } as const;
    return play.tries('sam', submit);
  };

  test('somebody who is not in the handbook is refused with their address', () => {
    expect(refusalOf(['nobody@acme.example', PEOPLE.ana.email])).toMatchObject({
      refusal: { code: 'asked', sentence: expect.stringMatching(/^nobody@acme.example is not in/) },
    });
  });

  test('oneself is refused', () => {
    expect(refusalOf([PEOPLE.sam.email])).toMatchObject({ refusal: { code: 'asked' } });
  });

  test('somebody twice asks them once', () => {
    const play = aPlay({ status: 'claimed' });
    const asked = [PEOPLE.ana.email, ` ${PEOPLE.ana.email.toUpperCase()} `];
    play.does('sam', { type: 'submit', text: TEXT, seen: play.seen, ticked: [], asked });
    expect(latest(play).asked).toEqual([PEOPLE.ana.email]);
  });

  test('other people about the same text is no double click', () => {
    const play = aPlay({ status: 'claimed' });
    const submit = { type: 'submit', text: TEXT, seen: play.seen, ticked: [] } as const;
    play.does('sam', submit);
    expect(play.tries('sam', { ...submit, asked: [PEOPLE.ana.email] })).toMatchObject({
      refusal: { code: 'stale' },
    });
    expect(play.tries('sam', submit)).toMatchObject({ ok: true, events: [] });
  });
});

describe('an update that we owe', () => {
  function owing(): Play {
    const play = aPlay({ status: 'claimed', category: 'praise' });
    const submit = { type: 'submit', text: TEXT, seen: play.seen, ticked: [], owes: true } as const;
    return play.does('sam', submit).begins().sends();
  }

  const standing = (play: Play) => cardOf(play.mention, play.words, play.handbook).standing;

  test('keeps the mention with its owner after the reply is out', () => {
    const play = owing();
    expect([play.status, play.mention.owner, play.mention.owes]).toEqual([
      'claimed',
      PEOPLE.sam.email,
      true,
    ]);
    expect(standing(play)).toBe('with Sam, who owes Lerato M. an update');
    expect(lastLine(play)).toBe('Version 1 is out. We owe Lerato M. an update.');
  });

  test('is not what the customer wrote: there is nothing to thank for', () => {
    const { actions } = cardOf(owing().mention, new Map(), aHandbook());
    expect(actions).toContain('resolve');
    expect(actions).not.toContain('thanks_close');
    expect(actions).not.toContain('dismiss');
  });

  test('is given by the next reply, by an answer elsewhere, and by resolving', () => {
    const link = 'https://acme.example/elsewhere';
    expect(owing().submits('sam', 'It is on its way.').begins().sends().mention).toMatchObject({
      status: 'answered',
      owes: false,
    });
    for (const [command, status] of [
      [{ type: 'answered_elsewhere', link }, 'answered'],
      [{ type: 'resolve', outcome: 'solved' }, 'resolved'],
    ] as const) {
      expect(owing().does('sam', command).mention).toMatchObject({ status, owes: false });
    }
  });

  test('stays owed when somebody else takes over', () => {
    const play = owing().does('sam', { type: 'release' });
    expect(standing(play)).toBe('unclaimed, and we owe Lerato M. an update');
    play.does('ana', { type: 'claim' });
    expect(standing(play)).toBe('with Ana, who owes Lerato M. an update');
  });

  test('is promised by the edit of a reviewer as it was by the author', () => {
    const play = aPlay({ status: 'claimed' });
    play.does('sam', { type: 'submit', text: TEXT, seen: play.seen, ticked: [], owes: true });
    play.does('rita', { type: 'edit_and_approve', text: 'Better.', seen: play.seen, ticked: [] });
    expect(play.begins().sends().mention).toMatchObject({ status: 'claimed', owes: true });
  });
});
