/** People at work in the sandbox's workspace, by what they see: labels of buttons and fields. */
import type { Block } from '../../src/sandbox/blocks.ts';
import { elementsIn } from '../../src/sandbox/blocks.ts';
import type { Element } from '../../src/sandbox/elements.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Home, View } from '../../src/sandbox/views.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import { until } from './until.ts';

export const STAFF = {
  thandi: 'thandi@acme.example',
  sam: 'sam@acme.example',
  lindiwe: 'lindiwe@acme.example',
  noor: 'noor@acme.example',
  kabelo: 'kabelo@acme.example',
  zanele: 'zanele@acme.example',
  alex: 'alex@acme.example',
  robin: 'robin@agency.example',
} as const;

export type StaffName = keyof typeof STAFF;
export const STAFF_NAMES: readonly StaffName[] = Object.keys(STAFF).filter(isStaffName);

function isStaffName(name: string): name is StaffName {
  return Object.hasOwn(STAFF, name);
}

/** Everything a message or dialog says, as one text. */
export function says(thing: {
  text?: string;
  blocks?: unknown;
  modal?: unknown;
  errors?: unknown;
}): string {
  return JSON.stringify([
    thing.text ?? '',
    thing.blocks ?? [],
    thing.modal ?? {},
    thing.errors ?? {},
  ]);
}

interface Control {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Element;
  readonly selectedOption?: string;
}

/** The button, menu entry or choice of this label. */
export function controlOf(blocks: readonly Block[], label: string): Control | null {
  for (const block of blocks) {
    for (const element of elementsIn(block)) {
      const place = { blockId: block.block_id ?? '', actionId: element.action_id ?? '', element };
      if (element.type === 'button' && element.text.text === label) return place;
      if (!('options' in element) || element.options === undefined) continue;
      const option = element.options.find((one) => one.text.text === label);
      if (option !== undefined) return { ...place, selectedOption: option.value ?? '' };
    }
  }
  return null;
}

export function labelsOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(elementsIn).flatMap((element) => {
    if (element.type === 'button') return [element.text.text];
    if (element.type === 'overflow') return element.options.map((option) => option.text.text);
    return element.type === 'static_select' ? [element.placeholder?.text ?? 'Category'] : [];
  });
}

export function staffOf(sandbox: Sandbox) {
  const { workspace } = sandbox;

  function cards(channel: string): readonly Message[] {
    return workspace
      .messages(channel)
      .filter((one) => one.threadTs === undefined && one.user === workspace.botUserId);
  }

  /** The card that says this, once it stands there. */
  function card(channel: string, saying: string, ms?: number): Promise<Message> {
    return until(
      `a card in #${channel} that says "${saying}"`,
      () => cards(channel).findLast((one) => says(one).includes(saying)),
      ms,
    );
  }

  function thread(channel: string, parent: Message): readonly Message[] {
    return workspace.messages(channel).filter((one) => one.threadTs === parent.ts);
  }

  async function press(who: StaffName, channel: string, ts: string, label: string): Promise<void> {
    const message = workspace.messages(channel).find((one) => one.ts === ts);
    const blocks = message?.blocks ?? [];
    const control = controlOf(blocks, label);
    if (control !== null) {
      await act(who, { channel: workspace.channel(channel).id, ts, control });
      return;
    }
    const more = controlOf(blocks, 'More…');
    if (more === null) throw new Error(`no "${label}" on the card: ${labelsOf(blocks).join(', ')}`);
    await act(who, { channel: workspace.channel(channel).id, ts, control: more });
    const view = await dialog(who, label);
    const inside = controlOf(view.modal.blocks, label);
    if (inside === null) throw new Error(`no "${label}" in the dialog`);
    await act(who, { viewId: view.id, control: inside });
  }

  /** Writes into the thread of a message. @returns what stands there now */
  async function write(
    who: StaffName,
    channel: string,
    threadTs: string,
    text: string,
  ): Promise<Message> {
    const { id } = workspace.channel(channel);
    await workspace.act({ as: STAFF[who], type: 'message', channel: id, threadTs, text });
    const written = workspace.messages(channel).findLast((one) => one.text === text);
    if (written === undefined) throw new Error(`"${text}" does not stand in #${channel}`);
    return written;
  }

  async function rewrite(who: StaffName, channel: string, ts: string, text: string): Promise<void> {
    const { id } = workspace.channel(channel);
    await workspace.act({ as: STAFF[who], type: 'edit', channel: id, ts, text });
  }

  async function takeBack(who: StaffName, channel: string, ts: string): Promise<void> {
    const { id } = workspace.channel(channel);
    await workspace.act({ as: STAFF[who], type: 'delete', channel: id, ts });
  }

  /** Chooses an entry of the card's menu, such as a category. */
  const choose = press;

  async function act(
    who: StaffName,
    where: { channel?: string; ts?: string; viewId?: string; control: Control },
  ): Promise<void> {
    const { control, ...place } = where;
    const value = 'value' in control.element ? control.element.value : undefined;
    await workspace.act({
      as: STAFF[who],
      type: 'press',
      ...place,
      blockId: control.blockId,
      actionId: control.actionId,
      ...(value === undefined ? {} : { value }),
      ...(control.selectedOption === undefined ? {} : { selectedOption: control.selectedOption }),
    });
  }

  function top(who: StaffName): View | null {
    return workspace.views(STAFF[who]).at(-1) ?? null;
  }

  /** The topmost dialog, once it says this. */
  function dialog(who: StaffName, saying: string): Promise<View> {
    return until(`a dialog of ${who}'s that says "${saying}"`, () => {
      const view = top(who);
      return view !== null && says(view).includes(saying) ? view : null;
    });
  }

  function fieldOf(view: View, type: string): { blockId: string; actionId: string } {
    for (const block of view.modal.blocks) {
      for (const element of elementsIn(block)) {
        if (element.type !== type) continue;
        return { blockId: block.block_id ?? '', actionId: element.action_id ?? '' };
      }
    }
    throw new Error(`the dialog has no ${type}`);
  }

  /** Types into the dialog's text area. */
  async function type(who: StaffName, value: string, field = 'plain_text_input'): Promise<void> {
    const view = top(who);
    if (view === null) throw new Error(`${who} has no dialog open`);
    await workspace.act({
      as: STAFF[who],
      type: 'input',
      viewId: view.id,
      ...fieldOf(view, field),
      value,
    });
  }

  /** Picks an option of a dialog's radio buttons, select or checkboxes by its label. */
  async function pick(who: StaffName, label: string): Promise<void> {
    const view = top(who);
    if (view === null) throw new Error(`${who} has no dialog open`);
    for (const block of view.modal.blocks) {
      for (const element of elementsIn(block)) {
        if (!('options' in element) || element.options === undefined) continue;
        const option = element.options.find((one) => one.text.text.includes(label));
        if (option === undefined) continue;
        const place = {
          viewId: view.id,
          blockId: block.block_id ?? '',
          actionId: element.action_id ?? '',
        };
        const chosen = option.value ?? '';
        const entry = entryFor(view, element.type, place, chosen);
        await workspace.act({ as: STAFF[who], type: 'input', ...place, ...entry });
        return;
      }
    }
    throw new Error(`the dialog offers no "${label}"`);
  }

  /** One more in a multi-select, the only one elsewhere. */
  function entryFor(
    view: View,
    type: string,
    { blockId, actionId }: { blockId: string; actionId: string },
    chosen: string,
  ) {
    if (type === 'checkboxes') return { selectedOptions: [chosen] };
    if (type !== 'multi_static_select') return { selectedOption: chosen };
    const before = view.values[blockId]?.[actionId]?.selected_options ?? [];
    return { selectedOptions: [...before.map(({ value }) => value), chosen] };
  }

  async function submit(who: StaffName): Promise<void> {
    const view = top(who);
    if (view === null) throw new Error(`${who} has no dialog open`);
    await workspace.act({ as: STAFF[who], type: 'submit', viewId: view.id });
  }

  async function close(who: StaffName): Promise<void> {
    const view = top(who);
    if (view !== null) await workspace.act({ as: STAFF[who], type: 'close', viewId: view.id });
  }

  /** The private sentence that this person got, once it is there. */
  function told(who: StaffName, saying: string): Promise<Message> {
    return until(`${who} being told "${saying}"`, () =>
      workspace.ephemerals(STAFF[who]).findLast((one) => says(one).includes(saying)),
    );
  }

  /** The direct message that says this, once it is there. */
  function dm(who: StaffName, saying: string, ms?: number): Promise<Message> {
    return until(
      `a message to ${who} that says "${saying}"`,
      () => workspace.directMessages(STAFF[who]).findLast((one) => says(one).includes(saying)),
      ms,
    );
  }

  async function pressDm(who: StaffName, message: Message, label: string): Promise<void> {
    const control = controlOf(message.blocks ?? [], label);
    if (control === null) throw new Error(`no "${label}" in the message to ${who}`);
    const channel = workspace.directChannel(STAFF[who])?.id ?? '';
    await act(who, { channel, ts: message.ts, control });
  }

  /** Opens the Home tab; answers it once it says this. */
  async function home(who: StaffName, saying: string): Promise<Home> {
    await workspace.act({ as: STAFF[who], type: 'home' });
    return homeSays(who, saying);
  }

  /** The Home tab as it stands there, once it says this. */
  function homeSays(who: StaffName, saying: string): Promise<Home> {
    return until(`${who}'s Home tab that says "${saying}"`, () => {
      const there = workspace.home(STAFF[who]);
      return there !== null && says(there.view).includes(saying) ? there : null;
    });
  }

  async function pressHome(who: StaffName, label: string): Promise<void> {
    const there = workspace.home(STAFF[who]);
    const control = there && controlOf(there.view.blocks, label);
    if (there === null || control === null) throw new Error(`no "${label}" on ${who}'s Home tab`);
    await act(who, { viewId: there.id, control });
  }

  return {
    cards,
    card,
    thread,
    press,
    write,
    rewrite,
    takeBack,
    choose,
    top,
    dialog,
    type,
    pick,
    submit,
    close,
    told,
    dm,
    pressDm,
    home,
    homeSays,
    pressHome,
  };
}

export type Staff = ReturnType<typeof staffOf>;
