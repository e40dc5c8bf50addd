import { z } from 'zod';
import { CHAT_METHODS } from './chat-methods.ts';
import { CONVERSATION_METHODS } from './conversation-methods.ts';
import { flag, type Method, method, SlackError } from './method.ts';
import { APP_ID, BOT, BOT_ID, GROUPS, TEAM } from './people.ts';
import { userShape } from './shapes.ts';
import { VIEW_METHODS } from './view-methods.ts';
import type { WorkspaceState } from './workspace.ts';

const id = z.string().min(1);

function foundUser(
  state: WorkspaceState,
  code: string,
  test: (id: string, email: string) => boolean,
) {
  const user = state.users.find((other) => test(other.id, other.email));
  if (!user) throw new SlackError(code);
  return { user: userShape(user) };
}

export const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...VIEW_METHODS,
  'api.test': method('bot', z.record(z.string(), z.unknown()), (_context, args) => ({ args })),
  'auth.test': method('bot', z.strictObject({}), ({ baseUrl }) => ({
    url: `${baseUrl}/`,
    team: TEAM.name,
    user: BOT.name.toLowerCase(),
    team_id: TEAM.id,
    user_id: BOT.id,
    bot_id: BOT_ID,
    app_id: APP_ID,
    is_enterprise_install: false,
  })),
  'apps.connections.open': method('app', z.strictObject({}), ({ openSocket }) => ({
    url: openSocket(),
  })),
  'usergroups.list': method(
    'bot',
    z.strictObject({ include_users: flag.optional() }),
    (_context, { include_users }) => ({
      usergroups: GROUPS.map(({ users, ...group }) => ({
        ...group,
        team_id: TEAM.id,
        is_usergroup: true,
        date_delete: 0,
        ...(include_users === true ? { users } : {}),
      })),
    }),
  ),
  'users.lookupByEmail': method('bot', z.strictObject({ email: id }), ({ state }, args) => {
    const wanted = args.email.toLowerCase();
    return foundUser(state, 'users_not_found', (_id, email) => email === wanted);
  }),
  'users.info': method(
    'bot',
    z.strictObject({ user: id, include_locale: flag.optional() }),
    ({ state }, args) => foundUser(state, 'user_not_found', (userId) => userId === args.user),
  ),
};
