/**
 * Teams: the cards, threads and personal chats out, the presses, dialogs and messages in.
 *
 * botbuilder is archived by its makers. A move to the Microsoft 365 Agents SDK would touch
 * `auth.ts` (how credentials become an authentication, and which errors mean a forged token),
 * `adapter.ts` (letting activities in, making connector clients), `connector-http.ts` (how its
 * client is kept from trying again) and in `calls.ts` the names of the connector's operations.
 * Everything else sees parsed activities and `Calls`.
 */
import type { Router } from 'express';
import type { Logger } from 'pino';
import type { Conversations, PostedLines } from '../../app/conversation-port.ts';
import type { Inbox } from '../../app/inbox-port.ts';
import type { Outbox } from '../../app/outbox-port.ts';
import type { PersonLinks } from '../../app/people-port.ts';
import type { Place, SurfaceMessage } from '../../app/surface-message.ts';
import type { Surface } from '../../app/surface-port.ts';
import { channelOn, type Handbook } from '../../core/handbook.ts';
import { createAdapter } from './adapter.ts';
import { graphToken, type TeamsCredentials } from './auth.ts';
import { createCalls } from './calls.ts';
import { createChannels } from './channels.ts';
import { type Checking, type CheckLine, checkTenant, fetchToken } from './check.ts';
import { createDoor } from './door.ts';
import { TeamsFault } from './faults.ts';
import { createGraph } from './graph.ts';
import { createHandling, type Take } from './handling.ts';
import { createInstalls } from './installs.ts';
import { SURFACE_NAME } from './limits.ts';
import { createMessages, type Draw, type Messages } from './messages.ts';
import { createPeople, type People } from './people.ts';

export interface TeamsOptions {
  readonly credentials: TeamsCredentials;
  readonly draw: Draw;
  /** Answers what people do; made once the surface's own parts are there. */
  readonly take: (parts: TeamsParts) => Take;
  readonly handbook: () => Handbook;
  readonly personLinks: PersonLinks;
  readonly conversations: Conversations;
  readonly postedLines: PostedLines;
  readonly inbox: Inbox;
  readonly outbox: Pick<Outbox, 'takeBudget' | 'probe'>;
  /** See `app/follow-channel.ts`. */
  readonly followChannel: (
    place: Place,
    written: string,
    channel: string,
  ) => Promise<readonly SurfaceMessage[]>;
  readonly now: () => number;
  readonly log: Logger;
}

/** What answering needs of the surface. */
export interface TeamsParts {
  readonly messages: Messages;
  readonly people: People;
}

export interface TeamsSurface {
  readonly surface: Surface;
  /** Takes `POST /api/messages`. Nothing before it may read the body. */
  readonly router: Router;
  /** Asks Microsoft for a token; until it has one, `ready` says why. */
  start(): Promise<void>;
  /** Finishes what is in hand. */
  stop(): Promise<void>;
  ready(): { readonly ok: true } | { readonly ok: false; readonly reason: string };
}

export function createTeamsSurface(options: TeamsOptions): TeamsSurface {
  const { credentials, handbook, conversations, personLinks: links, now, log } = options;
  const { tenant } = credentials;
  const place = { surface: SURFACE_NAME, tenant };
  const isLocal = credentials.type === 'local';
  let trouble: string | null = null;
  const adapter = createAdapter(credentials);
  const calls = createCalls({
    adapter,
    tenant,
    botId: isLocal ? '' : `28:${credentials.appId}`,
    takeBudget: options.outbox.takeBudget,
    now,
    onOutcome: (fault) => {
      if (fault === null) trouble = null;
      else if (fault.kind.type === 'blocked' && fault.kind.scope === 'parent')
        trouble = fault.message;
    },
  });
  const people = createPeople({ calls, links, conversations, place, handbook, now });
  const channels = createChannels(conversations, place);
  const { postedLines, draw } = options;
  const graph = createGraph({ calls, fetchToken: graphToken(credentials), now });
  const messages = createMessages({
    ...{ calls, channels, people, graph, postedLines, place, handbook, draw },
  });

  /** The lines under what is left behind are nobody's to take away any more. */
  async function followChannels(): Promise<void> {
    for (const { name, channel } of handbook().departments) {
      const written = channelOn(channel, SURFACE_NAME);
      const found = written === null ? null : await channels.find(written, name);
      if (written === null || found?.type !== 'found') continue;
      for (const { id } of await options.followChannel(place, written, found.channel.id)) {
        for (const line of await postedLines.of(id)) await postedLines.forget(id, line);
      }
    }
  }

  const installs = createInstalls({
    ...{ calls, conversations, people, place, log },
    async onChanged() {
      await followChannels();
      await options.outbox.probe(`${SURFACE_NAME}:${tenant}`, now());
    },
  });
  const { inbox } = options;
  const take = options.take({ messages, people });
  const handling = createHandling({ adapter, tenant, installs, people, inbox, take, now, log });
  return {
    surface: messages,
    router: createDoor(handling, isLocal),
    async start() {
      if (isLocal) return;
      try {
        await fetchToken(adapter);
      } catch (error) {
        if (!(error instanceof TeamsFault)) throw error;
        trouble = error.message;
        log.warn({ err: error }, 'Microsoft gives Heed no token yet');
      }
    },
    stop: () => handling.finish(),
    ready: () => (trouble === null ? { ok: true } : { ok: false, reason: trouble }),
  };
}

/** For `heed check`: without starting anything. Never throws. */
export function checkTeams(checking: Omit<Checking, 'place'>): Promise<readonly CheckLine[]> {
  const place = { surface: SURFACE_NAME, tenant: checking.credentials.tenant };
  return checkTenant({ ...checking, place });
}
