/** Correcting and deleting what we said in public. */
import { describe, expect, test } from 'vitest';
import { type Card, cardOf } from '../../src/core/card.ts';
import type { Command } from '../../src/core/commands.ts';
import { newestReply, replyWords } from '../../src/core/mention.ts';
import { storyOf } from '../../src/core/story.ts';
import { HEED, type Name, PEOPLE, readOnly, withApprovals, without } from '../support/cast.ts';
import { aPlay, type Given, type Play } from '../support/play.ts';

const BETTER = 'Sorry, Lerato. We send you a new one.';

/** A reply of Sam's that is out. */
const answered = (given: Given = {}) => aPlay({ status: 'answered', category: 'praise', ...given });

function correction(play: Play, text = BETTER): Command {
  return { type: 'correct', text, seen: play.seen, ticked: [] };
}

function deletion(play: Play, reason = 'It was for somebody else.'): Command {
  return { type: 'delete', seen: play.seen, reason };
}

function corrects(play: Play, who: Name = 'lena', text = BETTER): Play {
  return play.does(who, correction(play, text));
}

function deletes(play: Play, who: Name = 'lena'): Play {
  return play.does(who, deletion(play));
}

/** The website did it and says nothing new. */
function done(play: Play): Play {
  play.begins();
  const sent = { type: 'sent', version: play.version, externalId: null, link: null } as const;
  return play.does(HEED, sent);
}

function card(play: Play): Card {
  return cardOf(play.mention, play.words, play.handbook);
}

function ours(play: Play) {
  return card(play).exchange.filter(({ direction }) => direction === 'outbound');
}

function lastLine(play: Play): string {
  const parts = storyOf(play.history, play.handbook).at(-1)?.parts ?? [];
  return parts
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('')
    .trim();
}

function needed(play: Play): number | undefined {
  return play.mention.draft?.versions.at(-1)?.needed;
}

describe('who changes what we said', () => {
  test.each(['lena', 'adam'] as const)(
    'a lead does so directly, whatever its category: %s',
    (who) => {
      for (const change of [corrects, deletes]) {
        const play = change(answered({ category: 'legal' }), who);
        expect([play.status, needed(play)]).toEqual(['scheduled', 0]);
        expect(done(play).mention.owner).toBe(PEOPLE.sam.email);
      }
    },
  );

  test('everybody else needs an approval, one at least', () => {
    for (const change of [corrects, deletes]) {
      const praise = change(answered(), 'sam');
      expect([praise.status, needed(praise)]).toEqual(['in_review', 1]);
      expect(praise.approves('rita').status).toBe('scheduled');
      expect(needed(change(answered({ category: 'legal' }), 'sam'))).toBe(2);
    }
  });

  test('relabelling and the handbook neither free an agent’s change nor hold a lead’s', () => {
    const agents = corrects(answered({ category: 'complaint' }), 'sam');
    agents.does('lena', { type: 'category', category: 'praise' });
    expect(needed(agents)).toBe(1);
    const leads = corrects(answered());
    leads.does('sam', { type: 'category', category: 'legal' });
    leads.handbook = withApprovals(leads.handbook, { legal: 3 });
    expect(leads.begins().status).toBe('publishing');
  });

  test('a lead’s change waits for an approval once they are no lead here any more', () => {
    const play = corrects(answered());
    play.handbook = without(play.handbook, 'lena');
    expect(play.begins().status).toBe('in_review');
    expect(play.approves('rita').status).toBe('scheduled');
  });

  test('a lead who asks somebody waits for them', () => {
    const play = answered();
    play.does('lena', { ...correction(play), asked: [PEOPLE.ana.email] } as Command);
    expect(play.status).toBe('in_review');
    expect(play.approves('ana').status).toBe('scheduled');
  });

  test('what nobody has is taken by whoever changes it', () => {
    const play = aPlay({ status: 'resolved' }).does('lena', { type: 'reopen' });
    expect(corrects(play, 'ana').mention).toMatchObject({
      status: 'in_review',
      owner: PEOPLE.ana.email,
    });
  });
});

describe('a correction', () => {
  test('puts another text where the reply stood, and leaves the mention answered', () => {
    const play = done(corrects(answered()));
    expect(play.status).toBe('answered');
    expect(ours(play)).toMatchObject([{ text: BETTER, edited: true, deleted: false, by: 'Lena' }]);
    expect(newestReply(play.mention)?.externalId).toBe('r-1');
    expect(lastLine(play)).toBe('Version 1 is through: our reply is corrected.');
  });

  test('is checked by the handbook like a reply', () => {
    const play = answered();
    expect(play.tries('lena', correction(play, 'We guarantee a refund.'))).toMatchObject({
      refusal: { code: 'findings' },
    });
  });

  test('that says the same is no correction', () => {
    const play = answered();
    const same = correction(play, ' Sorry, Lerato. We are looking into it. ');
    expect(play.tries('lena', same)).toMatchObject({ refusal: { code: 'input' } });
  });

  test('edited by a reviewer corrects the same reply', () => {
    const play = corrects(answered(), 'sam');
    play.does('rita', { type: 'edit_and_approve', text: 'Sorry!', seen: play.seen, ticked: [] });
    expect(play.mention.draft?.versions.at(-1)?.replaces).toMatchObject({ type: 'correct' });
    expect(ours(done(play))).toMatchObject([{ text: 'Sorry!' }]);
  });

  test('goes out although the customer deleted the post under which the reply stands', () => {
    const play = answered().does(HEED, { type: 'delete_post', externalId: 'c-1' });
    expect(ours(done(corrects(play)))).toMatchObject([{ text: BETTER }]);
  });

  test('is held by what the customer adds, and answers nothing of it', () => {
    const held = corrects(answered()).hears();
    expect([held.status, card(held).draft?.hold?.type]).toEqual(['claimed', 'wrote_again']);
    const play = corrects(answered().hears());
    expect(done(play).status).toBe('claimed');
    expect(card(play).actions).toContain('thanks_close');
  });

  test('keeps the reply that somebody had begun meanwhile', () => {
    const play = answered().hears().submits('sam', 'And a voucher.').does('sam', {
      type: 'withdraw',
    });
    play.does('sam', { type: 'save_draft', text: 'And a vou' });
    corrects(play);
    expect(play.words.get(replyWords(play.mention.draft) ?? '')).toBe('And a vou');
    done(play);
    expect(play.words.get(replyWords(play.mention.draft) ?? '')).toBe('And a vou');
  });

  test('that did not go out is not taken for the next reply', () => {
    const play = corrects(answered()).does('lena', { type: 'withdraw' });
    expect(replyWords(play.mention.draft)).toBeNull();
  });

  test('under way is not overtaken by a reply', () => {
    const play = corrects(answered(), 'sam');
    const submit = { type: 'submit', text: 'More.', seen: play.seen, ticked: [] } as const;
    expect(play.tries('sam', submit)).toMatchObject({
      refusal: { code: 'not_now', sentence: expect.stringContaining('withdraw it first') },
    });
    expect(card(play).actions).not.toContain('reply');
    expect(
      play.does('sam', { type: 'withdraw' }).tries('sam', { ...submit, seen: play.seen }).ok,
    ).toBe(true);
  });

  test('keeps an update owed', () => {
    const play = aPlay({ status: 'claimed', category: 'praise' });
    const text = 'We look into it.';
    play.does('sam', { type: 'submit', text, seen: play.seen, ticked: [], owes: true });
    expect(done(corrects(play.begins().sends())).mention).toMatchObject({
      status: 'claimed',
      owes: true,
    });
  });

  test('takes over the id and place that the network gives it anew', () => {
    const play = corrects(answered()).begins();
    const link = 'https://acme.example/posts/r-2';
    play.does(HEED, { type: 'sent', version: play.version, externalId: 'r-2', link });
    expect(newestReply(play.mention)).toMatchObject({ externalId: 'r-2', link });
  });

  test('goes the way of a reply when the network does not take it, or nobody knows', () => {
    const notSent = (because: (Command & { type: 'not_sent' })['because']) => {
      const play = corrects(answered()).begins();
      return play.does(HEED, { type: 'not_sent', version: play.version, because });
    };
    const later = notSent({ type: 'postponed', until: 9e12 });
    expect([later.status, later.mention.sendAt]).toEqual(['scheduled', 9e12]);
    const refused = notSent({ type: 'refused', reason: 'too late' });
    expect(card(refused).actions).toContain('retry');
    expect(refused.does('sam', { type: 'retry', seen: refused.seen }).status).toBe('scheduled');
    const unsure = notSent({ type: 'unknown' });
    expect(card(unsure).standing).toBe('in doubt: was it corrected?');
    unsure.does('lena', { type: 'say_sent', link: null });
    expect(unsure.status).toBe('answered');
    expect(lastLine(unsure)).toBe('Lena says that our reply is corrected.');
  });
});

describe('a deletion', () => {
  test('takes our reply back, and the mention is to be answered again', () => {
    const play = done(deletes(answered()));
    expect(play.status).toBe('claimed');
    expect(ours(play)).toMatchObject([{ deleted: true }]);
    expect(lastLine(play)).toBe('Version 1 is through: our reply is deleted.');
    expect(card(play).actions).toEqual(expect.arrayContaining(['reply', 'resolve']));
    expect(card(play).actions).not.toContain('thanks_close');
  });

  test('leaves it answered where another reply stands', () => {
    const play = answered().submits('sam', 'And a voucher.').begins();
    play.does(HEED, { type: 'sent', version: play.version, externalId: 'r-2', link: null });
    done(deletes(play));
    expect(play.status).toBe('answered');
    expect(ours(play)).toMatchObject([{ deleted: false }, { deleted: true }]);
    expect(newestReply(play.mention)?.externalId).toBe('r-1');
  });

  test('shows its reason to whoever approves it, and offers nothing to edit', () => {
    const play = deletes(answered(), 'sam');
    expect(card(play).draft).toMatchObject({
      changes: 'delete',
      text: 'It was for somebody else.',
    });
    expect(card(play).actions).not.toContain('edit_and_approve');
    const edit = { type: 'edit_and_approve', text: 'No.', seen: play.seen, ticked: [] } as const;
    expect(play.tries('rita', edit)).toMatchObject({ refusal: { code: 'not_now' } });
  });

  test('needs no reason', () => {
    const play = answered();
    expect(play.tries('lena', deletion(play, ' '))).toMatchObject({ ok: true });
  });

  test('pressed twice is one deletion', () => {
    const play = answered();
    const command = deletion(play);
    play.does('lena', command);
    expect(play.tries('lena', command)).toMatchObject({ ok: true, events: [] });
  });
});

describe('what cannot be changed', () => {
  const offered = (play: Play) =>
    card(play).actions.filter((one) => one === 'correct' || one === 'delete');

  test('a reply that was deleted', () => {
    const play = done(deletes(answered()));
    for (const command of [correction(play), deletion(play)]) {
      expect(play.tries('lena', command)).toMatchObject({
        refusal: { code: 'not_now', sentence: expect.stringMatching(/^We deleted this reply/) },
      });
    }
    expect(offered(play)).toEqual([]);
  });

  test('a reply that somebody else corrected since', () => {
    const play = answered();
    const stale = correction(play, 'Another text.');
    expect(done(corrects(play)).tries('lena', stale)).toMatchObject({ refusal: { code: 'stale' } });
  });

  test('a reply to which the network gave no id', () => {
    const play = aPlay({ status: 'unsure' }).does('sam', { type: 'say_sent', link: null });
    const sentence = 'The website gave this reply no id, so it can only be changed there.';
    expect(play.tries('lena', correction(play))).toMatchObject({ refusal: { sentence } });
    expect(offered(play)).toEqual([]);
    expect(card(play).unchangeable).toBe(sentence);
  });

  test('a reply on a source that takes nothing from us', () => {
    const play = answered();
    expect(card(play).unchangeable).toBeNull();
    play.handbook = readOnly(play.handbook);
    expect(play.tries('lena', correction(play))).toMatchObject({ refusal: { code: 'not_now' } });
    expect(offered(play)).toEqual([]);
    expect(card(play).unchangeable).toContain('takes nothing from Heed');
  });

  test('an answer given elsewhere, and none at all', () => {
    const link = 'https://acme.example/elsewhere';
    const elsewhere = aPlay({ status: 'claimed' }).does('sam', {
      type: 'answered_elsewhere',
      link,
    });
    for (const play of [elsewhere, aPlay({ status: 'claimed' })]) {
      expect(play.tries('lena', correction(play))).toMatchObject({ refusal: { code: 'not_now' } });
      expect([offered(play), card(play).unchangeable]).toEqual([[], null]);
    }
  });
});
