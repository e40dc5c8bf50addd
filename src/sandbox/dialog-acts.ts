import type { ActOf, ActResult } from './act.ts';
import type { Block } from './blocks.ts';
import { homePress, viewClosed, viewPress, viewSubmission } from './payloads.ts';
import type { User } from './people.ts';
import { DONE, findElement, hand, NO_ELEMENT, refused, resultOf, type Stage } from './stage.ts';
import { takeSubmission } from './submissions.ts';
import { enter, type Home, inputFaults, type View } from './views.ts';
import type { WorkspaceState } from './workspace.ts';

const NO_VIEW = refused('That dialog is gone.');

function ownView(state: WorkspaceState, user: User, viewId: string): View | undefined {
  return state.views(user.id).find((view) => view.id === viewId);
}

/** Stores the entry in the dialog; null where there is no such field or choice. */
function store(
  view: Pick<View, 'values'>,
  blocks: readonly Block[],
  given: ActOf<'press' | 'input'>,
) {
  const found = findElement(blocks, given.blockId, given.actionId);
  const value = found && enter(found.element, given);
  if (!found || !value) return null;
  const fields = view.values[given.blockId];
  if (fields?.[given.actionId]) fields[given.actionId] = value;
  return { block: found.block, pressed: { ...given, element: found.element, value } };
}

export async function pressInView(
  stage: Stage,
  user: User,
  given: ActOf<'press'>,
  viewId: string,
): Promise<ActResult> {
  const home = stage.state.homes.get(user.id);
  if (home?.id === viewId) return pressAtHome(stage, user, given, home);
  const view = ownView(stage.state, user, viewId);
  if (!view) return NO_VIEW;
  const stored = store(view, view.modal.blocks, given);
  if (!stored) return NO_ELEMENT;
  stage.state.changed();
  const { block, pressed } = stored;
  if (block.type === 'input' && !block.dispatch_action) return DONE;
  const payload = viewPress(stage.state, user, view, pressed);
  return resultOf(await hand(stage, user, { type: 'interactive', payload }));
}

async function pressAtHome(
  stage: Stage,
  user: User,
  given: ActOf<'press'>,
  home: Home,
): Promise<ActResult> {
  const stored = store(home, home.view.blocks, given);
  if (!stored) return NO_ELEMENT;
  stage.state.changed();
  const payload = homePress(stage.state, user, home, stored.pressed);
  return resultOf(await hand(stage, user, { type: 'interactive', payload }));
}

export async function typeInView(
  stage: Stage,
  user: User,
  given: ActOf<'input'>,
): Promise<ActResult> {
  const view = ownView(stage.state, user, given.viewId);
  if (!view) return NO_VIEW;
  const stored = store(view, view.modal.blocks, given);
  if (!stored) return NO_ELEMENT;
  const { block, pressed } = stored;
  const { element } = pressed;
  const when = 'dispatch_action_config' in element ? element.dispatch_action_config : undefined;
  const dispatches =
    block.type === 'input' &&
    block.dispatch_action &&
    when?.trigger_actions_on?.includes('on_character_entered');
  if (!dispatches) return DONE;
  const payload = viewPress(stage.state, user, view, pressed);
  return resultOf(await hand(stage, user, { type: 'interactive', payload }));
}

export async function submit(stage: Stage, user: User, given: ActOf<'submit'>): Promise<ActResult> {
  const { state } = stage;
  const view = ownView(state, user, given.viewId);
  if (!view) return NO_VIEW;
  if (view.pending) return refused('It is being sent.');
  for (const [blockId, fields] of Object.entries(given.values ?? {})) {
    for (const [actionId, field] of Object.entries(fields)) {
      const element = findElement(view.modal.blocks, blockId, actionId)?.element;
      const value = element && enter(element, field);
      const slot = view.values[blockId];
      if (value && slot?.[actionId]) slot[actionId] = value;
    }
  }
  view.errors = inputFaults(view);
  view.pending = Object.keys(view.errors).length === 0;
  state.changed();
  if (!view.pending) return DONE;
  const payload = viewSubmission(user, view);
  const ack = await hand(stage, user, { type: 'interactive', payload });
  view.pending = false;
  if (ack.type === 'acked') takeSubmission(stage, user, view, ack.body);
  state.changed();
  return resultOf(ack);
}

export async function close(stage: Stage, user: User, viewId: string): Promise<ActResult> {
  const { state } = stage;
  const view = ownView(state, user, viewId);
  if (!view) return NO_VIEW;
  state.closeView(view);
  if (!view.modal.notify_on_close) return DONE;
  const payload = viewClosed(user, view, false);
  return resultOf(await hand(stage, user, { type: 'interactive', payload }));
}
