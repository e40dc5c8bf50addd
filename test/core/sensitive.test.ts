/** What is sensitive: who may know of it, and what becomes of what was under way. */
import { describe, expect, test, vi } from 'vitest';
import { maySee } from '../../src/core/audience.ts';
import { cardOf } from '../../src/core/card.ts';
import { effectsOfHandbook } from '../../src/core/effects.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { askerOf, belongsOn, SHELF_STATES, type ShelfName } from '../../src/core/overview.ts';
import { storyOf } from '../../src/core/story.ts';
import { actor, aHandbook, aPost, type Name, PEOPLE, WEBSITE, withDesk } from '../support/cast.ts';
import { naturalCommands } from '../support/natural-commands.ts';
import { aPlay, type Play } from '../support/play.ts';
import { inRandomLives } from '../support/random-plays.ts';

vi.setConfig({ testTimeout: 120_000 });

const SENSITIVE = { type: 'make_sensitive' } as const;
const ORDINARY = { type: 'make_ordinary' } as const;

/** Named: an agent, a reviewer, and a lead of another department. */
const named = (): Handbook => withDesk(aHandbook(), ['ana', 'rita', 'dirk']);

const hidden = 'H-1042 has moved. Only those who are named for it can go on with it.';

function refusal(play: Play, who: Name, command: Parameters<Play['tries']>[1]): string {
  const decision = play.tries(who, command);
  return decision.ok ? 'accepted' : decision.refusal.sentence;
}

describe('pressing Sensitive', () => {
  test('takes it to a place of its own, free for those who are named', () => {
    const play = aPlay({ status: 'claimed', handbook: named() }).does('tumi', SENSITIVE);
    expect(play.mention).toMatchObject({ sensitive: true, placement: 2, status: 'unclaimed' });
    expect(play.does('dirk', { type: 'claim' }).mention.owner).toBe(PEOPLE.dirk.email);
  });

  test('leaves it with an owner who is named', () => {
    const play = aPlay({ status: 'claimed', owner: 'ana', handbook: named() });
    expect(play.does('tumi', SENSITIVE).mention.owner).toBe(PEOPLE.ana.email);
  });

  test('stops what was about to go out, keeps the draft, and ends a call for help', () => {
    const play = aPlay({ status: 'scheduled', owner: 'ana', handbook: named() });
    play.does('ana', { type: 'escalate', reason: 'He is a lawyer.' }).does('sam', SENSITIVE);
    const { draft, sendAt, escalation, status } = play.mention;
    expect({ sendAt, escalation, status }).toEqual({
      ...{ sendAt: null, escalation: null, status: 'claimed' },
    });
    expect(draft?.hold).toEqual({ type: 'moved' });
    expect(cardOf(play.mention, play.words, play.handbook).draft?.text).toContain('Sorry, Lerato');
  });

  test('is possible only where the handbook names somebody, and once', () => {
    const play = aPlay({ status: 'claimed' });
    expect(refusal(play, 'sam', SENSITIVE)).toContain('names no private channel for Care');
    expect(cardOf(play.mention, play.words, play.handbook).actions).not.toContain('make_sensitive');
    play.handbook = named();
    play.does('ana', SENSITIVE);
    expect(refusal(play, 'ana', SENSITIVE)).toBe('accepted');
    play.does('rita', { type: 'claim' });
    expect(refusal(play, 'ana', SENSITIVE)).toBe('This is sensitive already.');
  });

  test('twice in a row is one act, also for whoever may not look any more', () => {
    const play = aPlay({ handbook: named() }).does('tumi', SENSITIVE);
    expect(play.tries('tumi', SENSITIVE)).toMatchObject({ ok: true, events: [] });
  });
});

describe('what is sensitive', () => {
  test('is nobody’s but those who are named for it: leads and admins are refused first of all', () => {
    const play = aPlay({ status: 'in_review', owner: 'ana', handbook: named(), sensitive: true });
    for (const who of ['sam', 'lena', 'adam', 'dora'] as const) {
      for (const command of Object.values(naturalCommands(play)).flat()) {
        expect([command.type, refusal(play, who, command)]).toEqual([command.type, hidden]);
      }
    }
  });

  test('is reviewed, had, and agreed to by those who are named, whatever their department', () => {
    const play = aPlay({ status: 'claimed', owner: 'ana', handbook: named(), sensitive: true });
    const reply = { text: 'We will write to you.', seen: play.seen, ticked: [] };
    const asks = (email: string) => ({ type: 'submit' as const, ...reply, asked: [email] });
    expect(refusal(play, 'ana', asks(PEOPLE.lena.email))).toContain('not for Lena to read');
    play.does('ana', asks(PEOPLE.dirk.email));
    const recipients = play.effects.flatMap((one) => ('recipient' in one ? [one.recipient] : []));
    expect(recipients.toSorted()).toEqual([PEOPLE.dirk.email, PEOPLE.rita.email]);
    expect(refusal(play, 'dirk', { type: 'assign', to: PEOPLE.sam.email })).toContain('not named');
    play.approves('dirk');
    expect(play.status).toBe('scheduled');
  });

  test('is called for only to key contacts who are named, and offered to nobody else', () => {
    const play = aPlay({ handbook: named(), sensitive: true });
    expect(refusal(play, 'ana', { type: 'escalate', reason: 'Help.' })).toContain('named for it');
    expect(cardOf(play.mention, play.words, play.handbook).actions).not.toContain('escalate');
    play.handbook = withDesk(aHandbook(), ['ana', 'adam']);
    play.does('ana', { type: 'escalate', reason: 'Help.' });
    expect(play.mention.escalation?.to).toBe(PEOPLE.adam.email);
  });

  test('goes to no department that has nowhere private for it', () => {
    const play = aPlay({ handbook: named(), sensitive: true });
    const transfer = { type: 'transfer', department: 'deliveries' } as const;
    expect(refusal(play, 'ana', transfer)).toContain('no private channel for Deliveries');
    play.handbook = withDesk(named(), ['dina'], true);
    play.does('ana', transfer);
    expect(refusal(play, 'ana', { type: 'claim' })).toBe(hidden);
    expect(play.does('dina', { type: 'claim' }).mention).toMatchObject({ sensitive: true });
  });

  test('comes back to whoever is still named when its owner is not', () => {
    const play = aPlay({ status: 'in_review', owner: 'ana', handbook: named(), sensitive: true });
    play.handbook = withDesk(aHandbook(), ['rita']);
    play.does({ type: 'heed' }, { type: 'owner_left' });
    expect(play.mention).toMatchObject({
      status: 'unclaimed',
      draft: { hold: { type: 'owner_left' } },
    });
    expect(play.tries('rita', { type: 'claim' }).ok).toBe(true);
  });

  test('which an answer left with somebody who is named no more is anybody’s of the others', () => {
    const play = aPlay({ status: 'unsure', owner: 'ana', handbook: named(), sensitive: true });
    play.handbook = withDesk(aHandbook(), ['tumi']);
    play.does('tumi', { type: 'say_sent', link: null });
    expect(
      play.tries('tumi', { type: 'note', note: 'n', text: 'x', at: 0, editedAt: null }).ok,
    ).toBe(true);
    const post = aPost({ externalId: 'c-2', text: 'Thanks' });
    expect(play.does(WEBSITE, { type: 'receive', post }).status).toBe('unclaimed');
  });

  test('is ordinary again once somebody who is named says so, and nobody else', () => {
    const play = aPlay({ status: 'claimed', owner: 'dirk', handbook: named(), sensitive: true });
    expect(refusal(play, 'adam', ORDINARY)).toBe(hidden);
    play.does('ana', ORDINARY);
    expect(play.mention).toMatchObject({ sensitive: false, placement: 2, status: 'unclaimed' });
    expect(play.tries('sam', { type: 'claim' }).ok).toBe(true);
    expect(refusal(play, 'ana', ORDINARY)).toBe('accepted');
    expect(refusal(play, 'rita', ORDINARY)).toBe('This is not sensitive.');
  });

  test('has everything that was shown of it drawn again when others are named', () => {
    const play = aPlay({ handbook: named(), sensitive: true });
    const redraw = { type: 'redraw_all', mention: play.mention.id };
    expect(effectsOfHandbook(play.mention, named(), [])).toEqual([redraw]);
    expect(effectsOfHandbook(aPlay({ handbook: named() }).mention, named(), [])).toEqual([]);
  });
});

const SHELVES = Object.keys(SHELF_STATES) as ShelfName[];

test('nothing of a sensitive mention is shown, offered or told to anybody who is not named for it', () => {
  let looked = 0;
  inRandomLives(({ play, before }) => {
    const { mention, handbook, effects } = play;
    if (!mention.sensitive) return;
    const strangers = handbook.people.filter((person) => !maySee(person, mention, handbook));
    const emails = strangers.map(({ email }) => email);
    for (const person of strangers) {
      const asker = askerOf(
        person,
        handbook,
        handbook.departments.map(({ id }) => id),
      );
      expect(SHELVES.filter((one) => belongsOn(mention, one, asker, handbook))).toEqual([]);
      const decision = play.tries(actor(person), { type: 'claim' });
      expect(decision.ok ? '' : decision.refusal.sentence).toBe(hidden);
    }
    looked += strangers.length;
    if (mention === before) return;
    for (const effect of effects) {
      // What is drawn anew for somebody holds what they may see by then.
      const tells = 'recipient' in effect && effect.type !== 'settle_reminders';
      if (tells) expect(emails).not.toContain(effect.recipient);
      if (effect.type === 'tell_story') expect(effect.placement).toBe(mention.placement);
    }
    if (before.placement === mention.placement) return;
    expect(effects).toContainEqual({ type: 'redraw_all', mention: mention.id });
  });
  expect(looked).toBeGreaterThan(100);
});

test('the story says who made it sensitive, and ordinary again', () => {
  const play = aPlay({ handbook: named() }).does('tumi', SENSITIVE).does('ana', ORDINARY);
  const told = JSON.stringify(storyOf(play.history, play.handbook));
  expect(told).toContain('Tumi made this sensitive. Only those who are named for it see it now.');
  expect(told).toContain('Ana says that this is not sensitive.');
});
