/** From what was pressed or chosen to a command. */
import type { PersonCommand } from '../core/commands.ts';
import type { Pressed } from './press.ts';

/** What was pressed, with the category where the select was used. */
export type Chosen = Pressed & { readonly chosen: string | null };

/** The command of a press that says everything; null where something is to be asked first. */
export function commandOf({ action, seen, chosen }: Chosen): PersonCommand | null {
  switch (action) {
    case 'claim':
    case 'release':
    case 'withdraw':
    case 'thanks_close':
    case 'reopen':
    case 'drop_follow_up':
    case 'restore':
    case 'unmute':
    case 'say_not_sent':
    case 'snooze':
    case 'make_sensitive':
    case 'make_ordinary':
      return { type: action };
    case 'say_sent':
      return { type: action, link: null };
    case 'approve':
    case 'retry':
      return { type: action, seen };
    case 'category':
      return chosen === null ? null : { type: action, category: chosen };
    case 'reply':
    case 'touch_base':
    case 'correct':
    case 'delete':
    case 'edit_and_approve':
    case 'request_changes':
    case 'resolve':
    case 'dismiss':
    case 'transfer':
    case 'assign':
    case 'answered_elsewhere':
    case 'escalate':
    case 'mute':
    case 'open_post':
    case 'more':
      return null;
    default:
      return action satisfies never;
  }
}

/** The command of a small form's answer; null for a form that asks nothing. */
export function answeredCommand(pressed: Pressed, answer: string): PersonCommand | null {
  const { action, seen } = pressed;
  switch (action) {
    case 'request_changes':
      return { type: action, seen, reason: answer };
    case 'delete':
      return { type: action, seen, reason: answer };
    case 'escalate':
      return { type: action, reason: answer };
    case 'resolve':
      return { type: action, outcome: answer };
    case 'dismiss':
      return { type: action, reason: answer };
    case 'transfer':
      return { type: action, department: answer };
    case 'assign':
      return { type: action, to: answer };
    case 'category':
      return { type: action, category: answer };
    case 'answered_elsewhere':
      return { type: action, link: answer.trim() };
    default:
      return null;
  }
}
