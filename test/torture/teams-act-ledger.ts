/** Holds what staff did in Teams, and what they were answered, against what became of it. */
import type { EventType } from '../../src/core/events.ts';
import { sorted } from './history-ledger.ts';
import type { TeamsHand } from './teams-hand.ts';
import { isAnswer, type TeamsBooks } from './teams-ledger.ts';
import type { TeamsSite } from './teams-site.ts';

/** Nobody in these plays does any of it twice to one mention. */
const ACTS: Readonly<Record<string, EventType>> = {
  Claim: 'claimed',
  Release: 'released',
  Reply: 'submitted',
  Approve: 'approved',
  Dismiss: 'dismissed',
};

/** What somebody was told is done is done, once; and nothing was done twice, told or not. */
export function checkActs({ done }: TeamsHand, { known }: TeamsBooks): readonly string[] {
  const acts = known.flatMap(({ mention, words, history }) => {
    const [first = ''] = mention.messages.map(({ content }) => words.get(content ?? '') ?? '');
    const tag = /\([a-z]+ \d+\)/.exec(first)?.[0] ?? '';
    return history.map(({ actor, event }) => {
      const text = event.type === 'submitted' ? words.get(event.version.content) : '';
      return `${tag} ${event.type} by ${actor} ${text}`;
    });
  });
  const wanted = done.flatMap(({ who, tag, label, text }) => {
    const event = ACTS[label];
    return event === undefined ? [] : [`${tag} ${event} by ${who}@acme.example ${text}`];
  });
  const watched = Object.values(ACTS).map((event) => ` ${event} by `);
  const twice = acts.filter(
    (act, index) => acts.indexOf(act) !== index && watched.some((one) => act.includes(one)),
  );
  return [
    ...wanted.filter((act) => !acts.includes(act)).map((act) => `told but not done: ${act}`),
    ...twice.map((act) => `done twice: ${act}`),
  ];
}

/** What Heed took under the card that it keeps is kept, and nothing is kept twice. */
export function checkTeamsNotes(hand: TeamsHand, { known, rows }: TeamsBooks): readonly string[] {
  return known.flatMap(({ mention, words }) => {
    const card = rows.find(({ kind, subject }) => kind === 'card' && subject === mention.id);
    const kept = mention.notes.map(({ content }) => words.get(content ?? '') ?? '');
    const twice = kept.filter((text, index) => kept.indexOf(text) !== index);
    const written = hand.notes.filter(({ under }) => under === card?.ts);
    const lost = written.filter(({ text, isTaken }) => isTaken && !kept.includes(text));
    const unknown = kept.filter((text) => !written.some((one) => one.text === text));
    return [
      ...twice.map((text) => `${mention.ref} has the note "${text}" twice`),
      ...lost.map(({ text }) => `${mention.ref} lost the note "${text}"`),
      ...unknown.map((text) => `${mention.ref} has the note "${text}", which nobody wrote there`),
    ];
  });
}

const SLOW = 'This takes longer than usual';

/** Whoever asks again what was answered is answered the same. */
export function checkTold({ brought }: TeamsSite): readonly string[] {
  return brought.flatMap(({ id, answers }) => {
    const told = answers.map((answer) => sorted(answer));
    const final = new Set(told.filter((answer) => !answer.includes(SLOW)));
    return final.size <= 1 ? [] : [`${id} was answered ${[...final].join(' and ')}`];
  });
}

/** Each question in a chat is answered, and only once more where Heed was ended over it. */
export function checkAnswers({ brought, delivered }: TeamsSite): readonly string[] {
  const asked = brought.filter((one) => !one.isInvoke && one.conversation.startsWith('a:'));
  const chats = new Set(asked.map(({ conversation }) => conversation));
  return [...chats].flatMap((chat) => {
    const own = asked.filter(({ conversation }) => conversation === chat);
    const least = own.filter(({ isTaken }) => isTaken).length;
    const most = own.reduce((sum, { cut }) => sum + 1 + cut, 0);
    const given = delivered.filter((one) => one.conversation === chat && isAnswer(one)).length;
    if (given >= least && given <= most) return [];
    return [`${given} answers in ${chat}, where ${least} to ${most} were due`];
  });
}
