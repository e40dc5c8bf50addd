import { type Act, type ActInput, type ActResult, act } from './act.ts';
import { BOT, CUSTOMERS, TEAM, type User } from './people.ts';
import {
  type Mode,
  type NewPost,
  type Post,
  performOnSquare,
  type SquareAct,
  type SquareState,
} from './square.ts';
import type { Home, View } from './views.ts';
import type { WebApi } from './web-api.ts';
import type { Channel, Ephemeral, Message, WorkspaceState } from './workspace.ts';

/** The workspace without a browser: what its people see and do. */
export interface Workspace extends Pick<WebApi, 'calls' | 'onCall' | 'fault'> {
  readonly teamId: string;
  readonly botUserId: string;
  readonly users: readonly User[];
  /** By id or e-mail address. @throws Error when there is none */
  user(idOrEmail: string): User;
  /** By id or name. @throws Error when there is none */
  channel(idOrName: string): Channel;
  /** In order of their ts, thread replies among them. */
  messages(channel: string): readonly Message[];
  /** What Heed wrote to this person, and they to it. */
  directMessages(user: string): readonly Message[];
  /** Where they stand; null before the first. */
  directChannel(user: string): Channel | null;
  /** What only this person sees. */
  ephemerals(user: string): readonly Ephemeral[];
  /** The person's dialogs, the topmost last. */
  views(user: string): readonly View[];
  /** What stands on their Home tab; null before something was published. */
  home(user: string): Home | null;
  notice(user: string): string | null;
  /** Does what the page would do; `as` may be an id or an e-mail address. */
  act(given: ActInput): Promise<ActResult>;
}

export interface Square {
  readonly posts: readonly Post[];
  mode: Mode;
  /** `customer` is an id or a handle. @throws Error when there is none */
  post(given: NewPost): Post;
  edit(id: string, text: string): void;
  remove(id: string): void;
  /** As the page does it. */
  act(given: SquareAct): ActResult;
}

function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new Error(`the sandbox has no ${what}`);
  return thing;
}

export function controlWorkspace(
  state: WorkspaceState,
  api: WebApi,
  perform: (given: Act) => Promise<ActResult>,
): Workspace {
  function user(idOrEmail: string): User {
    const known = state.users.find((u) => u.id === idOrEmail || u.email === idOrEmail);
    return found(known, `user ${idOrEmail}`);
  }

  function channel(idOrName: string): Channel {
    const known = state.channels.find((c) => c.id === idOrName || c.name === idOrName);
    return found(known, `channel ${idOrName}`);
  }

  return {
    teamId: TEAM.id,
    botUserId: BOT.id,
    users: state.users,
    calls: api.calls,
    onCall: api.onCall,
    fault: api.fault,
    user,
    channel,
    messages: (idOrName) => channel(idOrName).messages,
    directChannel: (who) => state.channels.find((c) => c.with === user(who).id) ?? null,
    directMessages: (who) => state.channels.find((c) => c.with === user(who).id)?.messages ?? [],
    ephemerals: (who) => state.ephemerals.filter((e) => e.reader === user(who).id),
    views: (who) => state.views(user(who).id),
    home: (who) => state.homes.get(user(who).id) ?? null,
    notice: (who) => state.notices.get(user(who).id) ?? null,
    act: (given) => perform(act.parse({ ...given, as: user(given.as).id })),
  };
}

export function controlSquare(
  state: SquareState,
  perform: (given: SquareAct) => ActResult,
): Square {
  return {
    get posts() {
      return state.data.posts;
    },
    get mode() {
      return state.mode;
    },
    set mode(mode) {
      perform({ type: 'mode', mode });
    },
    post(given) {
      const known = CUSTOMERS.find((c) => c.id === given.customer || c.handle === given.customer);
      return state.add({ ...given, customer: found(known, `customer ${given.customer}`).id });
    },
    edit: (id, text) => state.edit(found(state.find(id), `post ${id}`), text),
    remove: (id) => state.remove(found(state.find(id), `post ${id}`)),
    act: perform,
  };
}

export function actOnSquare(state: SquareState, given: SquareAct): ActResult {
  const error = performOnSquare(state, given);
  return error === null ? { ok: true } : { ok: false, error };
}
