import { z } from 'zod';
import { describeFaults } from './blocks.ts';
import type { Delivery } from './delivery.ts';
import { LIMITS } from './limits.ts';
import { viewClosed } from './payloads.ts';
import type { User } from './people.ts';
import { modal, type View } from './views.ts';
import type { WorkspaceState } from './workspace.ts';

/** The body with which an app acknowledges a submission. */
const response = z.discriminatedUnion('response_action', [
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({ response_action: z.literal('update'), view: modal }),
  z.strictObject({ response_action: z.literal('push'), view: modal }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

interface Stage {
  readonly state: WorkspaceState;
  readonly delivery: Delivery;
}

/** Nothing closes the dialog; errors, update, push and clear do what they say, or nothing at all. */
export function takeSubmission(stage: Stage, user: User, view: View, body: unknown): void {
  const { state } = stage;
  const isEmpty = body === undefined || JSON.stringify(body) === '{}';
  if (isEmpty) return state.closeView(view);
  const parsed = response.safeParse(body, { reportInput: true });
  if (!parsed.success) return complain(state, user, describeFaults(parsed.error).join(' '));
  const answer = parsed.data;
  switch (answer.response_action) {
    case 'errors':
      return showErrors(state, user, view, answer.errors);
    case 'update':
      return state.changeView(view, answer.view);
    case 'push':
      if (state.views(user.id).length >= LIMITS.viewStack) {
        return complain(state, user, 'push_limit_reached');
      }
      state.createView(user.id, answer.view, view);
      return;
    case 'clear':
      return clear(stage, user);
    default: {
      const never: never = answer;
      return never;
    }
  }
}

function complain(state: WorkspaceState, user: User, what: string): void {
  state.notice(user.id, `Slack refuses Heed's answer to this dialog: ${what}`);
}

function showErrors(
  state: WorkspaceState,
  user: User,
  view: View,
  errors: Record<string, string>,
): void {
  const inputs = view.modal.blocks.filter((block) => block.type === 'input');
  const unknown = Object.keys(errors).filter((id) => !inputs.some((b) => b.block_id === id));
  if (unknown.length > 0 || Object.keys(errors).length === 0) {
    return complain(state, user, `errors name no input block: ${unknown.join(', ')}`);
  }
  view.errors = errors;
  state.changed();
}

function clear(stage: Stage, user: User): void {
  const { state, delivery } = stage;
  const views = state.views(user.id);
  const bottom = views[0];
  if (bottom) state.closeView(bottom);
  for (const view of views.filter((other) => other.modal.notify_on_close)) {
    const payload = viewClosed(user, view, true);
    void delivery.deliver({ type: 'interactive', payload });
  }
}
