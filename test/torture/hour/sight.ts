/** What somebody at the desk sees: the cards, what they offer, and what changes. */

import type { ActInput } from '../../../src/sandbox/act.ts';
import type { Block } from '../../../src/sandbox/blocks.ts';
import { elementsIn } from '../../../src/sandbox/blocks.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import type { Message } from '../../../src/sandbox/workspace.ts';
import { STAFF, type StaffName, says, staffOf } from '../../support/staff.ts';

export const CHANNELS = ['care', 'deliveries', 'people-private'] as const;
const LOOK_MS = 25;

/** Something that can be pressed, and where it stands. */
export interface Offer {
  readonly label: string;
  readonly press: ActInput & { readonly type: 'press' };
  /** The message or view that it was read from, as one text. */
  readonly said: string;
}

export interface Card {
  readonly channel: (typeof CHANNELS)[number];
  readonly message: Message;
  readonly ref: string;
}

type Where = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

function offersIn(
  who: StaffName,
  blocks: readonly Block[],
  where: Where,
  said: string,
): readonly Offer[] {
  return blocks.flatMap((block) =>
    elementsIn(block).flatMap((element) => {
      const place = { blockId: block.block_id ?? '', actionId: element.action_id ?? '' };
      const press = { as: STAFF[who], type: 'press', ...where, ...place } as const;
      if (element.type === 'button') {
        const value = element.value === undefined ? {} : { value: element.value };
        return [{ label: element.text.text, said, press: { ...press, ...value } }];
      }
      if (element.type !== 'overflow' && element.type !== 'static_select') return [];
      return (element.options ?? []).map((option) => ({
        label: element.type === 'overflow' ? option.text.text : 'Category',
        said,
        press: { ...press, selectedOption: option.value ?? '' },
      }));
    }),
  );
}

/** By what stands there, as everybody looks at every card again and again. */
const READ = new WeakMap<
  readonly Block[],
  { readonly ref: string | null; readonly said: string }
>();

/** `ref` is null for everything but a card that can be worked on. */
function read({ blocks = [], tombstone }: Message): { ref: string | null; said: string } {
  const known = READ.get(blocks);
  if (known !== undefined) return known;
  const said = JSON.stringify(blocks);
  const isWhole = !tombstone && blocks.some((block) => block.type === 'actions');
  const found = { ref: isWhole ? (/H-\d+/.exec(said)?.[0] ?? null) : null, said };
  READ.set(blocks, found);
  return found;
}

export function createSight(sandbox: Sandbox, who: StaffName) {
  const { workspace } = sandbox;
  const email = STAFF[who];
  const staff = staffOf(sandbox);

  /** What is private stands before those who are in its channel alone. */
  const channels = CHANNELS.filter((name) => {
    const { members } = workspace.channel(name);
    return members === null || members.includes(workspace.user(email).id);
  });

  function cards(): readonly Card[] {
    return channels.flatMap((channel) =>
      staff.cards(channel).flatMap((message) => {
        const { ref } = read(message);
        return ref === null ? [] : [{ channel, message, ref }];
      }),
    );
  }

  /** Whatever may change when something was done. */
  function situation(): string {
    const told = workspace.ephemerals(email).length;
    const dialogs = workspace.views(email).map((view) => says(view));
    const messages = workspace.directMessages(email).map(({ ts, editedTs }) => editedTs ?? ts);
    return JSON.stringify([told, dialogs, messages, workspace.home(email)?.hash]);
  }

  async function lookFor(shows: () => boolean, ms: number): Promise<boolean> {
    const end = Date.now() + ms;
    while (!shows()) {
      if (Date.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return true;
  }

  return {
    email,
    staff,
    channels,
    cards,
    situation,
    lookFor,
    offersOn: ({ channel, message }: Card) =>
      offersIn(
        who,
        message.blocks ?? [],
        { channel: workspace.channel(channel).id, ts: message.ts },
        read(message).said,
      ),
    /** In direct messages. */
    requests(): readonly Offer[] {
      const channel = workspace.directChannel(email)?.id;
      if (channel === undefined) return [];
      return workspace
        .directMessages(email)
        .flatMap((one) => offersIn(who, one.blocks ?? [], { channel, ts: one.ts }, read(one).said));
    },
    /** In the topmost dialog. */
    inDialog(): readonly Offer[] {
      const view = staff.top(who);
      if (view === null) return [];
      return offersIn(who, view.modal.blocks, { viewId: view.id }, says(view));
    },
    onHome(): readonly Offer[] {
      const there = workspace.home(email);
      if (there === null) return [];
      const { blocks } = there.view;
      return blocks.flatMap((block, index) =>
        // A row belongs to the line above it.
        offersIn(who, [block], { viewId: there.id }, JSON.stringify(blocks[index - 1] ?? '')),
      );
    },
    /** Whether the topmost dialog can be filled in. */
    canFill: () => staff.top(who)?.modal.blocks.some((block) => block.type === 'input') === true,
    /** Types into the field of this name. */
    async enter(field: string, value: string): Promise<void> {
      const viewId = staff.top(who)?.id;
      if (viewId === undefined) return;
      const place = { viewId, blockId: field, actionId: field };
      await workspace.act({ as: email, type: 'input', ...place, value });
    },
    act: (given: ActInput) => workspace.act(given),
    /** How often they were told something in private. */
    timesTold: () => workspace.ephemerals(email).length,
    lastTold: () => says(workspace.ephemerals(email).at(-1) ?? {}),
    /** Under what they were told last. */
    inLastTold(): readonly Offer[] {
      const told = workspace.ephemerals(email).at(-1);
      if (told === undefined) return [];
      const { channel, ts, blocks = [] } = told;
      return offersIn(who, blocks, { channel, ts }, says(told));
    },
    stands: ({ message: { ts, editedTs } }: Card) => `${ts} ${editedTs}`,
    async closeAll(): Promise<void> {
      for (let left = 5; staff.top(who) !== null && left > 0; left -= 1) await staff.close(who);
    },
  };
}

export type Sight = ReturnType<typeof createSight>;
