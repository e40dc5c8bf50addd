/** Cards in every state, with ordinary and with hostile words. */
import type { Card } from '../../../src/core/card.ts';
import type { Actor, PersonCommand } from '../../../src/core/commands.ts';
import { personOf } from '../../../src/core/handbook.ts';
import { NOON } from '../../support/cast.ts';
import { createMemoryDesk, type MemoryDesk } from '../../support/memory-desk.ts';
import { aStaffedHandbook } from './support.ts';

export interface Exhibit {
  readonly name: string;
  readonly card: Card;
}

export interface Said {
  readonly name: string;
  readonly handle: string;
  readonly text: string;
  readonly context: string;
  readonly alt: string;
  readonly reply: string;
}

export const PLAIN: Said = {
  name: 'Lerato M.',
  handle: 'lerato',
  text: 'My parcel arrived broken.',
  context: 'our post: Black Friday',
  alt: 'a broken vase',
  reply: 'Sorry, Lerato. We are looking into it.',
};

const HOSTILE =
  '<!channel> <!here> <@U123> <#C123|care> <!subteam^S1> <https://evil.example|https://bank.example> ' +
  '<!date^1^{date}^https://evil.example|now> *bold* _it_ ~no~ `code` ```block``` > quote\n> & &lt; :tada:';

/** Words that try something, and words that only look unusual. */
export const WORDS: Readonly<Record<string, Said>> = {
  ordinary: PLAIN,
  hostile: {
    name: `Eve ${HOSTILE}`,
    handle: `@eve\n*${HOSTILE}`,
    text: HOSTILE,
    context: HOSTILE,
    alt: HOSTILE,
    reply: HOSTILE,
  },
  'as long as can be': {
    name: 'n'.repeat(40_000),
    handle: 'h'.repeat(40_000),
    text: 'word '.repeat(8_000),
    context: 'c'.repeat(40_000),
    alt: 'a'.repeat(40_000),
    reply: 'r'.repeat(500),
  },
  'right to left': {
    name: 'نورة',
    handle: 'noura_١',
    text: 'وصل الطرد مكسورًا (رقم 1042) والهاتف لا يجيب.',
    context: 'منشورنا: الجمعة البيضاء',
    alt: 'مزهرية مكسورة',
    reply: 'نعتذر يا نورة.',
  },
  'turned around': {
    name: 'Mo\u202Egpj.exe',
    handle: 'mo\u2066\u2067',
    text: 'pay \u202E1000\u202C to \u2066me\u2069\u200B\uFEFF now',
    context: '\u202D',
    alt: '\u202Ex',
    reply: 'We \u202Ehear you.',
  },
  emoji: {
    name: '👩‍👩‍👧‍👦 Family',
    handle: 'fam🏴󠁧󠁢󠁳󠁣󠁴󠁿',
    text: '👩‍👩‍👧‍👦'.repeat(2_000),
    context: '❤️‍🔥',
    alt: '🧑🏽‍🚀',
    reply: '👍🏽'.repeat(100),
  },
  'without words': {
    name: ' ',
    handle: '\u200B',
    text: ' \n ',
    context: ' ',
    alt: '',
    reply: 'Yes.',
  },
};

function actorOf(email: string): Actor {
  const person = personOf(aStaffedHandbook(), email);
  if (person === null) throw new Error(`${email} is not in the handbook`);
  return { type: 'person', person };
}

const THANDI = 'thandi@acme.example';
const SAM = 'sam@acme.example';
const KABELO = 'kabelo@acme.example';
const LINDIWE = 'lindiwe@acme.example';

/** A mention in which people say this, worked on step by step; one card per step. */
export async function gallery(said: Said): Promise<readonly Exhibit[]> {
  // Without an undo window: nobody waits in a test of drawing.
  const handbook = aStaffedHandbook({ sending: { undoMs: 0 } });
  const desk = createMemoryDesk(handbook, () => NOON);
  const id = desk.open({
    author: { name: said.name, handle: said.handle },
    post: {
      text: said.text,
      context: said.context,
      attachments: [
        { kind: 'image', url: 'https://cdn.example/vase.jpg', alt: said.alt },
        { kind: said.alt, url: 'javascript:alert(1)', alt: said.alt },
      ],
    },
  });
  const exhibits: Exhibit[] = [];
  const look = (name: string) => exhibits.push({ name, card: desk.glance(id).card });
  const act = (email: string, command: PersonCommand) => perform(desk, id, email, command);
  const seen = () => desk.glance(id).card.seen;
  const version = () => desk.glance(id).mention.draft?.versions.at(-1)?.id ?? '';
  const submit = () => act(THANDI, { type: 'submit', text: said.reply, seen: seen(), ticked: [] });

  look('unclaimed');
  await act(THANDI, { type: 'claim' });
  look('claimed');
  await submit();
  look('in review');
  await act(SAM, { type: 'request_changes', seen: seen(), reason: said.reply });
  look('changes requested');
  await submit();
  await act(SAM, { type: 'approve', seen: seen() });
  look('scheduled');
  begin(desk, id, version());
  look('publishing');
  desk.system(id, {
    type: 'not_sent',
    version: version(),
    because: { type: 'postponed', until: NOON },
  });
  look('scheduled again');
  begin(desk, id, version());
  desk.system(id, { type: 'not_sent', version: version(), because: { type: 'unknown' } });
  look('unsure');
  desk.system(id, {
    type: 'sent',
    version: version(),
    externalId: 'r-1',
    link: 'https://acme.example/r-1',
  });
  look('answered');
  for (let n = 2; n < 9; n += 1) {
    desk.system(id, { type: 'receive', post: postOf(said, n) });
  }
  look('woken by follow-ups');
  desk.system(id, { type: 'delete_post', externalId: 'c-8' });
  look('with a deleted message');
  await act(THANDI, {
    type: 'submit',
    text: said.reply,
    seen: seen(),
    ticked: [],
    asked: [KABELO, LINDIWE],
    owes: true,
  });
  look('asking colleagues');
  for (const email of [LINDIWE, KABELO]) await act(email, { type: 'approve', seen: seen() });
  begin(desk, id, version());
  desk.system(id, { type: 'sent', version: version(), externalId: 'r-2', link: null });
  look('owing an update');
  await act(THANDI, { type: 'escalate', reason: `Look: ${said.text}` });
  look('escalated');
  await act(THANDI, { type: 'resolve', outcome: 'solved' });
  look('resolved');
  return [...exhibits, ...(await changes(desk, said))];
}

/** A reply that is corrected, then taken back. */
async function changes(desk: MemoryDesk, said: Said): Promise<readonly Exhibit[]> {
  const { name, handle, text } = said;
  const id = desk.open({ author: { name, handle }, post: { text }, category: 'praise' });
  const exhibits: Exhibit[] = [];
  const look = (what: string) => exhibits.push({ name: what, card: desk.glance(id).card });
  const act = (email: string, command: PersonCommand) => perform(desk, id, email, command);
  const seen = () => desk.glance(id).card.seen;
  const goesOut = (externalId: string | null) => {
    const version = desk.glance(id).mention.draft?.versions.at(-1)?.id ?? '';
    begin(desk, id, version);
    desk.system(id, { type: 'sent', version, externalId, link: null });
  };

  await act(THANDI, { type: 'claim' });
  await act(THANDI, { type: 'submit', text: said.reply, seen: seen(), ticked: [] });
  goesOut('r-3');
  const better = Array.from(said.reply).slice(1).join('');
  await act(THANDI, { type: 'correct', text: better, seen: seen(), ticked: [] });
  look('correction in review');
  await act(SAM, { type: 'approve', seen: seen() });
  goesOut(null);
  look('corrected');
  await act(THANDI, { type: 'delete', seen: seen(), reason: said.reply });
  look('deletion in review');
  await act(SAM, { type: 'approve', seen: seen() });
  look('deletion scheduled');
  goesOut(null);
  look('deleted by us');
  return exhibits;
}

function begin(desk: MemoryDesk, id: string, version: string): void {
  desk.system(id, { type: 'begin_publishing', version, able: true });
}

function postOf(said: Said, n: number) {
  return {
    externalId: `c-${n}`,
    parentId: 'c-1',
    kind: 'comment',
    text: `${said.text} ${n}`,
    link: `https://acme.example/posts/c-${n}`,
    context: said.context,
    attachments: [],
    postedAt: NOON + n,
    editedAt: null,
  };
}

async function perform(
  desk: MemoryDesk,
  id: string,
  email: string,
  command: PersonCommand,
): Promise<void> {
  const handled = await desk.handle(id, command, actorOf(email));
  if (!handled.ok) throw new Error(`${command.type}: ${handled.refusal.sentence}`);
}
