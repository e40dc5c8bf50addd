import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { type Method, method, parsePart, SlackError, structured } from './method.ts';
import { homeShape, viewShape } from './shapes.ts';
import { homeView, modal } from './views.ts';
import type { Trigger, WorkspaceState } from './workspace.ts';

const id = z.string().min(1);

/** A trigger is good once, for three seconds. */
function spend(state: WorkspaceState, triggerId: string): Trigger {
  const trigger = state.triggers.get(triggerId);
  if (!trigger) throw new SlackError('invalid_trigger_id');
  if (trigger.used) throw new SlackError('exchanged_trigger_id');
  if (state.now() > trigger.expiresAt) throw new SlackError('expired_trigger_id');
  return trigger;
}

function checkExternalId(state: WorkspaceState, externalId: string | undefined, own?: string) {
  const taken = [...state.stacks.values()]
    .flat()
    .some((view) => view.modal.external_id === externalId && view.id !== own);
  if (externalId && taken) throw new SlackError('duplicate_external_id');
}

export const VIEW_METHODS: Record<string, Method> = {
  'views.publish': method(
    'bot',
    z.strictObject({ user_id: id, view: structured, hash: id.optional() }),
    ({ state }, args) => {
      const user = state.user(args.user_id);
      if (!user || user.isBot)
        throw new SlackError('invalid_arguments', ['[ERROR] user_not_found']);
      if (Buffer.byteLength(JSON.stringify(args.view) ?? '') > LIMITS.view) {
        throw new SlackError('view_too_large');
      }
      const given = parsePart(homeView, args.view, 'invalid_arguments', '/view');
      const before = state.homes.get(user.id);
      if (args.hash !== undefined && args.hash !== before?.hash) {
        throw new SlackError('hash_conflict');
      }
      return { view: homeShape(state.publishHome(user.id, given)) };
    },
  ),
  'views.open': method(
    'bot',
    z.strictObject({ trigger_id: id, view: structured }),
    ({ state }, args) => {
      const trigger = spend(state, args.trigger_id);
      const given = parsePart(modal, args.view, 'invalid_arguments', '/view');
      checkExternalId(state, given.external_id);
      trigger.used = true;
      return { view: viewShape(state.createView(trigger.user, given, undefined)) };
    },
  ),
  'views.push': method(
    'bot',
    z.strictObject({ trigger_id: id, view: structured }),
    ({ state }, args) => {
      const trigger = spend(state, args.trigger_id);
      const below = trigger.view ? state.view(trigger.view) : undefined;
      if (!below) throw new SlackError('invalid_trigger_id');
      const given = parsePart(modal, args.view, 'invalid_arguments', '/view');
      if (state.views(trigger.user).length >= LIMITS.viewStack) {
        throw new SlackError('push_limit_reached');
      }
      checkExternalId(state, given.external_id);
      trigger.used = true;
      return { view: viewShape(state.createView(trigger.user, given, below)) };
    },
  ),
  'views.update': method(
    'bot',
    z.strictObject({
      view: structured,
      view_id: id.optional(),
      external_id: id.optional(),
      hash: id.optional(),
    }),
    ({ state }, args) => {
      if ((args.view_id === undefined) === (args.external_id === undefined)) {
        throw new SlackError('invalid_arguments', [
          '[ERROR] must define either view_id or external_id',
        ]);
      }
      const view = [...state.stacks.values()]
        .flat()
        .find((v) =>
          args.view_id ? v.id === args.view_id : v.modal.external_id === args.external_id,
        );
      if (!view) throw new SlackError('view_not_found');
      const given = parsePart(modal, args.view, 'invalid_arguments', '/view');
      if (args.hash !== undefined && args.hash !== view.hash) throw new SlackError('hash_conflict');
      checkExternalId(state, given.external_id, view.id);
      state.changeView(view, given);
      return { view: viewShape(view) };
    },
  ),
};
