/** What must be right in Teams before Heed can work there, one line each. */
import type { ChannelConversation, Conversations } from '../../app/conversation-port.ts';
import type { PersonLinks } from '../../app/people-port.ts';
import type { Place } from '../../app/surface-message.ts';
import { within } from '../../app/within.ts';
import type { Channel, Handbook } from '../../core/handbook.ts';
import { type Adapter, createAdapter } from './adapter.ts';
import { graphToken, type TeamsCredentials } from './auth.ts';
import { createCalls } from './calls.ts';
import { createChannels } from './channels.ts';
import { faultOf, notReached, TeamsFault } from './faults.ts';
import { createGraph, type Graph } from './graph.ts';
import { TIMES } from './limits.ts';

export interface CheckLine {
  readonly ok: boolean;
  readonly about: 'token' | 'channel' | 'looking' | 'person';
  readonly text: string;
}

export interface Checking {
  readonly credentials: TeamsCredentials;
  readonly handbook: Handbook;
  /** Null where what Heed was told cannot be read now. */
  readonly known: {
    readonly conversations: Conversations;
    readonly personLinks: PersonLinks;
  } | null;
  readonly place: Place;
}

/** Whether Microsoft gives Heed a token. Throws a `TeamsFault` where it does not. */
export async function fetchToken(adapter: Adapter): Promise<void> {
  try {
    const got = await within(
      adapter.fetchToken().then(() => true),
      TIMES.call,
    );
    if (got !== null) return;
  } catch (error) {
    throw faultOf('asking for a token', { type: 'roster' }, error);
  }
  throw new TeamsFault('Microsoft does not answer', { type: 'away' }, 'no_answer');
}

/** Looks, writes to nobody, and never throws. */
export async function checkTenant(checking: Checking): Promise<readonly CheckLine[]> {
  const { credentials, handbook, known, place } = checking;
  const lines = [await tokenLine(credentials)];
  if (known === null) return lines;
  try {
    const channels = createChannels(known.conversations, place);
    const used = new Map<string, ChannelConversation>();
    for (const [whose, { teams }] of channelsIn(handbook)) {
      if (teams === undefined) continue;
      const found = await channels.find(teams, whose);
      if (found.type === 'missing') lines.push(channelLine(false, found.sentence));
      else {
        lines.push(channelLine(true, `${whose}: ${teams} is there`));
        used.set(found.channel.team, found.channel);
      }
    }
    if (lines[0]?.ok) lines.push(...(await lookingLines(credentials, [...used.values()])));
    for (const { name, email } of handbook.people) {
      const link = await known.personLinks.byEmail(place.surface, place.tenant, email);
      const ok = link?.standing === 'member';
      const text = ok ? `${name} can be reached` : notReached(name);
      lines.push({ ok, about: 'person', text });
    }
    return lines;
  } catch (error) {
    return [...lines, channelLine(false, messageOf(error))];
  }
}

/** Whether each team lets Heed read what stands in its channels; a trial is never let. */
async function lookingLines(
  credentials: TeamsCredentials,
  channels: readonly ChannelConversation[],
): Promise<readonly CheckLine[]> {
  const fetchToken = graphToken(credentials);
  if (fetchToken === null) return [];
  const { tenant } = credentials;
  const adapter = createAdapter(credentials);
  const takeBudget = async () => 0;
  const calls = createCalls({
    ...{ adapter, tenant, takeBudget, botId: '', now: Date.now, onOutcome: () => undefined },
  });
  const graph = createGraph({ calls, fetchToken, now: Date.now });
  return Promise.all(channels.map((channel) => lookingLine(graph, channel)));
}

async function lookingLine(graph: Graph, channel: ChannelConversation): Promise<CheckLine> {
  const about = 'looking';
  const team = channel.teamName ?? channel.name ?? 'A team';
  try {
    if (await graph.mayLook(channel)) {
      const text = `${team}: after a lost answer Heed can look whether a card stands there already`;
      return { ok: true, about, text };
    }
    const text = `${team} does not let Heed read its channels: after a lost answer a card may stand twice. Add Heed to the team anew and agree to what it asks for.`;
    return { ok: false, about, text };
  } catch (error) {
    return { ok: false, about, text: `${team}: ${messageOf(error)}` };
  }
}

function channelLine(ok: boolean, text: string): CheckLine {
  return { ok, about: 'channel', text };
}

async function tokenLine(credentials: TeamsCredentials): Promise<CheckLine> {
  if (credentials.type === 'local') {
    const text = 'a trial without an app id, heard on this machine only';
    return { ok: true, about: 'token', text };
  }
  try {
    await fetchToken(createAdapter(credentials));
    const text = `Microsoft knows the bot ${credentials.appId}`;
    return { ok: true, about: 'token', text };
  } catch (error) {
    return { ok: false, about: 'token', text: messageOf(error) };
  }
}

function channelsIn({ departments, digest }: Handbook): readonly (readonly [string, Channel])[] {
  const own = departments.map(({ name, channel }) => [name, channel] as const);
  return digest === null ? own : [...own, ['The digest', digest.channel] as const];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
