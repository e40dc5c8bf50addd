/** A hand in Teams, which presses on cards, fills in dialogs and writes as people do there. */
import { z } from 'zod';
import { noteId } from '../../src/app/notes.ts';
import { STAFF, STAFF_NAMES, type StaffName } from '../support/staff.ts';
import { menuOf, type Pointed, writtenByHeed } from '../support/teams-menu.ts';
import { chatWith, type Shown, teamsStaffOf } from '../support/teams-staff.ts';
import { labelsOf, nodesOf, textsIn } from '../surfaces/teams/looking.ts';
import type { Given, Hand, Where } from './hand.ts';
import { createReach } from './reach.ts';
import { CHANNELS, type Tenant } from './tenant.ts';

export interface TeamsHand extends Hand {
  /** What was written in threads and stands there, by the notes' names. */
  readonly notes: ReadonlyMap<string, string>;
  /** Presses on each message that stands though a later one took its place. */
  pressOrphans(orphans: readonly Shown[]): Promise<void>;
}

/** A message with a card, as people see it. */
export interface Seen extends Shown {
  /** The sentence of the notification. */
  readonly summary: string;
  readonly says: string;
  readonly labels: readonly string[];
  /** Whether something on it does anything. */
  readonly isWorkable: boolean;
}

const posted = z.object({
  summary: z.string(),
  attachments: z.array(z.object({ content: z.record(z.string(), z.unknown()) })).min(1),
});

type Sent = Tenant['connector']['all'][number];

export function createEyes(): (sent: Sent) => Seen | null {
  const looked = new WeakMap<object, Seen | null>();

  function look({ id, conversation, activity }: Sent): Seen | null {
    const { summary = '', attachments: [{ content: card } = { content: null }] = [] } =
      posted.safeParse(activity).data ?? {};
    if (card === null) return null;
    const isWorkable = nodesOf(card).some(isPressed);
    const [says, labels] = [textsIn(card), labelsOf(card)];
    return { id, conversation, card, summary, says, labels, isWorkable };
  }

  return (sent) => {
    const known = looked.get(sent.activity);
    if (known !== undefined) return known;
    const seen = look(sent);
    looked.set(sent.activity, seen);
    return seen;
  };
}

/** One in so many is done in the other way that Teams has for it. */
const OTHERWISE = 3;

/** `onStep` hears of each thing that was got done. */
export function createTeamsHand(tenant: Tenant, onStep: () => void): TeamsHand {
  const { connector } = tenant;
  const staff = teamsStaffOf(tenant);
  const menu = menuOf(tenant);
  const eyes = createEyes();
  const notes = new Map<string, string>();
  const tags = new Set<string>();
  const reach = createReach(situation, onStep);
  let turns = 0;

  function isOtherwise(): boolean {
    turns += 1;
    return turns % OTHERWISE === 0;
  }

  /** Of those that fit the last one: where two stand it is the one that is kept. */
  function last(conversations: readonly string[], fits: (seen: Seen) => boolean): Seen | null {
    for (const sent of connector.all.toReversed()) {
      if (!conversations.includes(sent.conversation)) continue;
      const seen = eyes(sent);
      if (seen !== null && fits(seen)) return seen;
    }
    return null;
  }

  function card(tag: string): Seen | null {
    tags.add(tag);
    return last(Object.values(CHANNELS), (one) => one.isWorkable && one.says.includes(tag));
  }

  function request(who: StaffName, saying: string, label: string): Seen | null {
    return last([chatWith(who)], (one) => one.says.includes(saying) && one.labels.includes(label));
  }

  function situation(): string {
    return [...tags].map((tag) => `${tag}: ${card(tag)?.summary}`).join('\n');
  }

  async function fillIn(who: StaffName, where: Where, label: string, given: Given): Promise<void> {
    const shown = 'card' in where ? card(where.card) : request(who, where.request, label);
    if (shown === null || !shown.labels.includes(label)) return;
    if (label === 'Reply' && isOtherwise()) return replyByMenu(who, shown, given);
    const dialog = await staff.openDialog(who, shown, label);
    const submit = submitIn(dialog.card);
    if (submit === null) return;
    await staff.submit(who, shown, dialog, filled(dialog.card, given), submit);
  }

  async function replyByMenu(who: StaffName, shown: Shown, given: Given): Promise<void> {
    const on: Pointed = {
      id: shown.id,
      conversation: `${shown.conversation};messageid=${shown.id}`,
      payload: { from: writtenByHeed },
    };
    const dialog = await menu.open(who, 'reply', on);
    if (submitIn(dialog.card) === null) return;
    await menu.submit(who, 'reply', on, dialog, filled(dialog.card, given));
  }

  /** On the request, or on the card as Teams shows it to whoever may do it. */
  async function pressRequest(who: StaffName, saying: string, label: string): Promise<void> {
    const asked = request(who, saying, label);
    if (asked === null) return;
    const shown = isOtherwise() ? card(saying) : null;
    const isShownToThem = JSON.stringify(shown?.card['refresh'] ?? null).includes(`29:${who}`);
    if (shown === null || !isShownToThem) return void (await staff.press(who, asked, label));
    const theirs = await staff.refreshed(who, shown);
    await staff.press(who, theirs, label);
  }

  async function writeNotes(who: StaffName, tag: string): Promise<void> {
    const parent = card(tag);
    if (parent === null) return;
    const thread = { channel: parent.conversation, ts: parent.id };
    const conversation = `${parent.conversation};messageid=${parent.id}`;
    const write = async (text: string) => {
      const id = await staff.write(who, `${text} ${tag}`, conversation);
      notes.set(noteId(thread, id), `${text} ${tag}`);
      return id;
    };
    await write('Stays.');
    const changed = await write('Changes.');
    const gone = await write('Goes.');
    await staff.rewrite(who, changed, `Changed. ${tag}`, conversation);
    notes.set(noteId(thread, changed), `Changed. ${tag}`);
    await staff.takeBack(who, gone, conversation);
    notes.delete(noteId(thread, gone));
  }

  async function command(who: StaffName, word: string, answer: RegExp): Promise<void> {
    const chat = chatWith(who);
    const before = connector.standing(chat).length;
    const isAnswered = () =>
      connector
        .standing(chat)
        .slice(before)
        .some((sent) => answer.test(eyes(sent)?.says ?? ''));
    await reach(word, isAnswered, async () => void (await staff.write(who, word, chat)));
  }

  return {
    notes,
    reach,
    fillIn,
    pressRequest,
    writeNotes,
    command,
    openOwn: async (who) => void (await staff.write(who, 'mine', chatWith(who))),
    says: (tag) => card(tag)?.says ?? '',
    standsAs: (tag) => card(tag)?.id ?? null,
    standing: (tag) => /, ([^,:]*)[:,]/.exec(card(tag)?.summary ?? '')?.[1] ?? '',
    async press(who, tag, label) {
      const shown = card(tag);
      if (shown?.labels.includes(label)) await staff.press(who, shown, label);
    },
    async pressOrphans(orphans) {
      for (const orphan of orphans) {
        const reader = STAFF_NAMES.find((name) => chatWith(name) === orphan.conversation) ?? 'sam';
        const [action] = nodesOf(orphan.card).filter(isPressed);
        if (action?.['type'] === 'Action.Execute') {
          await staff.invoke(reader, 'adaptiveCard/action', { action }, orphan);
        } else await staff.invoke(reader, 'task/fetch', { data: action?.['data'] }, orphan);
      }
    },
  };
}

function isPressed({ type }: Readonly<Record<string, unknown>>): boolean {
  return type === 'Action.Execute' || type === 'Action.Submit';
}

const submits = z.object({ how: z.literal('submit') });

function submitIn(card: object): string | null {
  const found = nodesOf(card).find(({ type, data }) => {
    return type === 'Action.Submit' && submits.safeParse(data).success;
  });
  return found === undefined ? null : String(found['title']);
}

const choices = z.array(z.object({ title: z.string(), value: z.string() })).default([]);

/** What Teams sends: every field, with what stood in it or was filled in. */
function filled(card: object, { text, choice, asked }: Given): Record<string, string> {
  const fields = new Map<string, string>();
  for (const { type, id, value, ...input } of nodesOf(card)) {
    if (!String(type).startsWith('Input.')) continue;
    const name = String(id);
    if (value !== undefined) fields.set(name, String(value));
    if (type === 'Input.Text' && text !== undefined) fields.set(name, text);
    const offered = choices.parse(input['choices']);
    const chosen = offered.find(({ title }) => choice !== undefined && title.startsWith(choice));
    if (chosen !== undefined) fields.set(name, chosen.value);
    if (name === 'asked' && asked) fields.set(name, encodeURIComponent(STAFF[asked]));
  }
  return Object.fromEntries(fields);
}
