/**
 * Microsoft Graph: what stands in the channels of a team that consented to
 * `ChannelMessage.Read.Group`. The Bot Connector lets nobody read back what was posted.
 * https://learn.microsoft.com/graph/api/channel-list-messages
 */
import { z } from 'zod';
import type { ChannelConversation } from '../../app/conversation-port.ts';
import { within } from '../../app/within.ts';
import type { Calls } from './calls.ts';
import { refusalOf } from './connector-http.ts';
import { ConnectorRefusal, faultOf, TeamsFault } from './faults.ts';
import { LIMITS, TIMES } from './limits.ts';
import { readWritten } from './plain-words.ts';

/** A message of an app. */
export interface Standing {
  readonly id: string;
  readonly postedAt: number;
  readonly text: string;
  /** Of each card, the JSON. */
  readonly cards: readonly string[];
}

export type Whose = Pick<ChannelConversation, 'id' | 'team' | 'serviceUrl'>;

/**
 * All throw a `TeamsFault` where Microsoft does not say. `begun` is when the post was begun whose
 * answer was lost: what waits for a look goes out unlooked in the end.
 */
export interface Graph {
  mayLook(channel: Whose): Promise<boolean>;
  /** At the top of a channel, without the threads; null where Heed may not look. */
  messagesIn(channel: Whose, begun: number): Promise<readonly Standing[] | null>;
  /** In the thread under a message; null where Heed may not look. */
  repliesTo(channel: Whose, message: string, begun: number): Promise<readonly Standing[] | null>;
}

interface GraphOptions {
  readonly calls: Pick<Calls, 'groupOf'>;
  /** Null where Heed is nobody to Microsoft, as in a trial. */
  readonly fetchToken: (() => Promise<string>) | null;
  readonly now: () => number;
}

const ROOT = 'https://graph.microsoft.com/v1.0';

const message = z.object({
  id: z.string().min(1),
  createdDateTime: z.iso.datetime({ offset: true }),
  lastModifiedDateTime: z.iso.datetime({ offset: true }).nullish().catch(undefined),
  deletedDateTime: z.string().nullish(),
  from: z.object({ application: z.unknown() }).nullish().catch(undefined),
  body: z
    .object({ content: z.string().nullish(), contentType: z.string().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  attachments: z
    .array(z.object({ content: z.string().nullish().catch(undefined) }))
    .nullish()
    .catch(undefined),
});
type Message = z.infer<typeof message>;

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.url().optional(),
});

export function createGraph({ calls, fetchToken, now }: GraphOptions): Graph {
  const groups = new Map<string, string>();

  /** The id by which Graph knows a team; the connector has one of its own. */
  async function groupOf({ serviceUrl, team }: Whose): Promise<string | null> {
    const known = groups.get(team);
    if (known !== undefined) return known;
    const group = await calls.groupOf(serviceUrl, team);
    if (group !== null) groups.set(team, group);
    return group;
  }

  async function urlOf(channel: Whose, path: string): Promise<string | null> {
    const group = await groupOf(channel);
    if (group === null) return null;
    const at = `/teams/${encodeURIComponent(group)}/channels/${encodeURIComponent(channel.id)}`;
    return `${ROOT}${at}/messages${path}`;
  }

  async function read(url: string, token: string): Promise<z.infer<typeof page>> {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      signal: AbortSignal.timeout(TIMES.call),
      redirect: 'error',
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(response, text);
    return page.parse(JSON.parse(text));
  }

  async function look(channel: Whose, path: string, begun: number): Promise<Standing[] | null> {
    if (fetchToken === null) return null;
    const since = begun - TIMES.lookBack;
    const first = await urlOf(channel, path);
    if (first === null) return null;
    const token = await fetchToken();
    const standing: Standing[] = [];
    let url: string | undefined = `${first}?$top=${LIMITS.lookedAt}`;
    for (let pages = 0; pages < LIMITS.pages && url !== undefined; pages += 1) {
      const { value, '@odata.nextLink': next } = await read(url, token);
      const messages = value.flatMap((one) => message.safeParse(one).data ?? []);
      standing.push(...messages.filter(isOfApp).map(standingOf));
      // The last changed come first.
      const isPast = messages.length > 0 && messages.every((one) => changedAt(one) < since);
      url = isPast || !next?.startsWith(ROOT) ? undefined : next;
    }
    return standing.filter(({ postedAt }) => postedAt >= since);
  }

  async function inTime<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      const looked = await within(
        work().then((result) => ({ result })),
        TIMES.lookAround,
      );
      if (looked !== null) return looked.result;
      throw new TeamsFault(`${WHAT}: Microsoft does not answer`, { type: 'away' }, 'no_answer');
    } catch (error) {
      const refused = error instanceof TeamsFault ? error.cause : error;
      if (refused instanceof ConnectorRefusal && isShut(refused)) return null;
      throw faultOf(WHAT, { type: 'roster' }, error);
    }
  }

  async function lookOrGo(
    channel: Whose,
    path: string,
    begun: number,
  ): Promise<readonly Standing[] | null> {
    try {
      return await inTime(() => look(channel, path, begun));
    } catch (error) {
      const isAway = error instanceof TeamsFault && error.kind.type === 'away';
      if (isAway && now() - begun > TIMES.lookFor) return null;
      throw error;
    }
  }

  return {
    mayLook: async (channel) =>
      fetchToken !== null &&
      (await inTime(async () => {
        const url = await urlOf(channel, '?$top=1');
        return url === null ? null : await read(url, await fetchToken());
      })) !== null,
    messagesIn: (channel, begun) => lookOrGo(channel, '', begun),
    repliesTo: (channel, id, begun) =>
      lookOrGo(channel, `/${encodeURIComponent(id)}/replies`, begun),
  };
}

const WHAT = 'looking what stands in a channel';

/** Nothing that waiting would change: there is no consent, or no such channel for Graph. */
function isShut({ status }: ConnectorRefusal): boolean {
  return status >= 400 && status < 500 && ![408, 412, 429].includes(status);
}

function isOfApp({ deletedDateTime, from }: Message): boolean {
  return !deletedDateTime && from?.application != null;
}

function changedAt({ createdDateTime, lastModifiedDateTime }: Message): number {
  return Date.parse(lastModifiedDateTime ?? createdDateTime);
}

function standingOf({ id, createdDateTime, body, attachments }: Message): Standing {
  return {
    id,
    postedAt: Date.parse(createdDateTime),
    text: textOf(body ?? {}),
    cards: (attachments ?? []).flatMap(({ content }) => content ?? []),
  };
}

/** Plain text may come back as HTML. */
function textOf({ content = '', contentType }: NonNullable<Message['body']>): string {
  return sameSpaces(readWritten(content ?? '', contentType !== 'text').text);
}

/** As two texts are compared of which one went through Teams. */
export function sameSpaces(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
