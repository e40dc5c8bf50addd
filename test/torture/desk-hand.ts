/**
 * Somebody at a desk whose Heed may be gone at any moment: each act is looked at and, where it has
 * not taken effect, done again.
 */
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import { controlOf, STAFF, type Staff, type StaffName, says, staffOf } from '../support/staff.ts';
import { createReach, lookFor, type Reach, SHOWS_MS } from './reach.ts';

const CHANNELS = ['care', 'deliveries'] as const;

export interface Hand {
  readonly staff: Staff;
  /** The card that can be worked on, whichever channel it stands in. */
  card(tag: string): Message | null;
  /** Where that stands. */
  channelOf(tag: string): string | null;
  standing(tag: string): string;
  readonly reach: Reach;
  press(who: StaffName, tag: string, label: string): Promise<void>;
  /** Presses under the direct message that says this, while it can be pressed. */
  pressRequest(who: StaffName, saying: string, label: string): Promise<void>;
  /** Opens a dialog by the card's button, fills it in and submits it; closes what is left. */
  fillIn(who: StaffName, open: () => Promise<void>, fill: () => Promise<void>): Promise<void>;
}

/** `onStep` hears of each thing that was got done. */
export function createHand(sandbox: Sandbox, onStep: () => void = () => undefined): Hand {
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

  return {
    staff,
    card,
    channelOf: (tag) => (card(tag) === null ? null : (places.get(tag)?.channel ?? null)),
    reach,
    press,
    standing: (tag) => /, ([^,:]*)[:,]/.exec(card(tag)?.text ?? '')?.[1] ?? '',
    async pressRequest(who, saying, label) {
      const message = workspace
        .directMessages(STAFF[who])
        .findLast((one) => says(one).includes(saying) && controlOf(one.blocks ?? [], label));
      const control = controlOf(message?.blocks ?? [], label);
      const channel = workspace.directChannel(STAFF[who])?.id;
      if (message === undefined || control === null || channel === undefined) return;
      await pressControl(who, channel, message.ts, control);
    },
    async fillIn(who, open, fill) {
      if (busy.has(who)) return;
      busy.add(who);
      await fillIn(who, open, fill).finally(() => busy.delete(who));
    },
  };

  async function fillIn(
    who: StaffName,
    open: () => Promise<void>,
    fill: () => Promise<void>,
  ): Promise<void> {
    await closeAll(who);
    await open();
    await lookFor(() => canBeFilled(), SHOWS_MS);
    if (canBeFilled()) {
      await fill();
      await staff.submit(who);
    }
    await closeAll(who);

    function canBeFilled(): boolean {
      const fields = staff.top(who)?.modal.blocks ?? [];
      return fields.some((block) => block.type === 'input');
    }
  }
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
