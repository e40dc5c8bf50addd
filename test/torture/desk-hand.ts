/** A hand in the sandbox's Slack, which presses, fills in and writes as people do there. */
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import { controlOf, STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import type { Given, Hand, Where } from './hand.ts';
import { createReach, lookFor, SHOWS_MS } from './reach.ts';

const CHANNELS = ['care', 'deliveries'] as const;

/** In the sandbox's Slack. */
export interface DeskHand extends Hand {
  readonly staff: Staff;
  /** The card that can be worked on, whichever channel it stands in. */
  card(tag: string): Message | null;
}

/** `onStep` hears of each thing that was got done. */
export function createHand(sandbox: Sandbox, onStep: () => void = () => undefined): DeskHand {
  const { workspace } = sandbox;
  const staff = staffOf(sandbox);
  /** Whoever has a dialog open, which is one at a time. */
  const busy = new Set<StaffName>();
  const places = new Map<string, { channel: string; ts: string }>();
  const reach = createReach(situation, onStep);

  function card(tag: string): Message | null {
    const known = places.get(tag);
    if (known !== undefined) {
      const message = workspace.messages(known.channel).find((one) => one.ts === known.ts);
      if (message !== undefined && isWorkable(message, tag)) return message;
    }
    for (const channel of CHANNELS) {
      const message = staff.cards(channel).findLast((one) => isWorkable(one, tag));
      if (message === undefined) continue;
      places.set(tag, { channel, ts: message.ts });
      return message;
    }
    return null;
  }

  /** What everybody has before them, for whoever reads why it went wrong. */
  function situation(): string {
    const cards = [...places.keys()].map((tag) => `${tag}: ${card(tag)?.text}`);
    const people = Object.entries(STAFF).map(([who, email]) => {
      const dialog = says(workspace.views(email).at(-1) ?? {});
      const told = workspace.ephemerals(email).at(-1)?.text;
      return `${who}: ${workspace.notice(email)}, told "${told}", before them ${dialog}`;
    });
    return [...cards, ...people].join('\n');
  }

  async function press(who: StaffName, tag: string, label: string): Promise<void> {
    const message = card(tag);
    const place = places.get(tag);
    if (message === null || place === undefined) return;
    const direct = controlOf(message.blocks ?? [], label);
    const control = direct ?? controlOf(message.blocks ?? [], 'More…');
    if (control === null) return;
    await pressControl(who, workspace.channel(place.channel).id, message.ts, control);
    if (direct !== null) return;
    const inside = () => controlOf(staff.top(who)?.modal.blocks ?? [], label);
    await lookFor(() => inside() !== null, SHOWS_MS);
    const [found, view] = [inside(), staff.top(who)];
    if (found === null || view === null) return;
    await workspace.act({ as: STAFF[who], type: 'press', viewId: view.id, ...entryOf(found) });
  }

  async function pressControl(
    who: StaffName,
    channel: string,
    ts: string,
    control: NonNullable<ReturnType<typeof controlOf>>,
  ): Promise<void> {
    await workspace.act({ as: STAFF[who], type: 'press', channel, ts, ...entryOf(control) });
  }

  async function closeAll(who: StaffName): Promise<void> {
    for (let left = 5; staff.top(who) !== null && left > 0; left -= 1) await staff.close(who);
  }

  async function pressRequest(who: StaffName, saying: string, label: string): Promise<void> {
    const message = workspace
      .directMessages(STAFF[who])
      .findLast((one) => says(one).includes(saying) && controlOf(one.blocks ?? [], label));
    const control = controlOf(message?.blocks ?? [], label);
    const channel = workspace.directChannel(STAFF[who])?.id;
    if (message === undefined || control === null || channel === undefined) return;
    await pressControl(who, channel, message.ts, control);
  }

  async function fillIn(who: StaffName, where: Where, label: string, given: Given): Promise<void> {
    await closeAll(who);
    if ('card' in where) await press(who, where.card, label);
    else await pressRequest(who, where.request, label);
    await lookFor(() => canBeFilled(), SHOWS_MS);
    if (canBeFilled()) {
      await fill(who, given);
      await staff.submit(who);
    }
    await closeAll(who);

    function canBeFilled(): boolean {
      const fields = staff.top(who)?.modal.blocks ?? [];
      return fields.some((block) => block.type === 'input');
    }
  }

  async function fill(who: StaffName, { text, choice, asked }: Given): Promise<void> {
    if (text !== undefined) await staff.type(who, text);
    if (choice !== undefined) await staff.pick(who, choice);
    if (!asked) return;
    const chosen = staff.top(who)?.values['asked']?.['asked']?.selected_options ?? [];
    // What the version before asked for is asked for already.
    if (chosen.some(({ value }) => value === STAFF[asked])) return;
    await staff.pick(who, workspace.user(STAFF[asked]).name);
  }

  /** Heed may hear of them much later. */
  async function writeNotes(who: StaffName, tag: string): Promise<void> {
    const parent = card(tag);
    const channel = places.get(tag)?.channel;
    if (parent === null || channel === undefined) return;
    const write = (text: string) => staff.write(who, channel, parent.ts, `${text} ${tag}`);
    const [, changed, gone] = [
      await write('Stays.'),
      await write('Changes.'),
      await write('Goes.'),
    ];
    await staff.rewrite(who, channel, changed.ts, `Changed. ${tag}`);
    await staff.takeBack(who, channel, gone.ts);
  }

  async function command(who: StaffName, word: string, answer: RegExp): Promise<void> {
    const before = workspace.ephemerals(STAFF[who]).length;
    const isAnswered = () =>
      workspace
        .ephemerals(STAFF[who])
        .slice(before)
        .some((one) => answer.test(says(one)));
    await reach(`/heed ${word}`, isAnswered, async () => {
      const channel = workspace.channel('care').id;
      await workspace.act({ as: STAFF[who], type: 'slash', channel, text: `/heed ${word}` });
    });
  }

  return {
    staff,
    card,
    reach,
    press,
    pressRequest,
    writeNotes,
    command,
    openOwn: (who) => workspace.act({ as: STAFF[who], type: 'home' }).then(() => undefined),
    says: (tag) => says(card(tag) ?? {}),
    standsAs: (tag) => card(tag)?.ts ?? null,
    standing: (tag) => /, ([^,:]*)[:,]/.exec(card(tag)?.text ?? '')?.[1] ?? '',
    async fillIn(who, where, label, given) {
      if (busy.has(who)) return;
      busy.add(who);
      await fillIn(who, where, label, given).finally(() => busy.delete(who));
    },
  };
}

function isWorkable(message: Message, tag: string): boolean {
  return (
    !message.tombstone &&
    says(message).includes(tag) &&
    (message.blocks ?? []).some((block) => block.type === 'actions')
  );
}

function entryOf(control: NonNullable<ReturnType<typeof controlOf>>) {
  const { blockId, actionId, element, selectedOption } = control;
  const value = 'value' in element ? element.value : undefined;
  return {
    blockId,
    actionId,
    ...(value === undefined ? {} : { value }),
    ...(selectedOption === undefined ? {} : { selectedOption }),
  };
}
