/** What must be right in Slack before Heed can work there, one line each. */
import type { PersonLinks } from '../../app/ports.ts';
import type { Department, Handbook, Person } from '../../core/handbook.ts';
import type { Calls } from './calls.ts';
import { type Channel, type Channels, createChannels, openness, PRIVATE_ONLY } from './channels.ts';
import { identifyWorkspace, type Workspace } from './connect.ts';
import { botScopes } from './limits.ts';
import { createPeople, type People } from './people.ts';

export interface CheckLine {
  readonly ok: boolean;
  readonly text: string;
}

export interface Checking {
  readonly calls: Calls;
  readonly personLinks: PersonLinks;
  readonly handbook: () => Handbook;
  readonly now: () => number;
}

/** Looks, joins nothing, and never throws. */
export async function checkWorkspace(checking: Checking): Promise<readonly CheckLine[]> {
  const { calls, handbook, now, personLinks: links } = checking;
  try {
    const workspace = await identifyWorkspace(calls);
    const lines: CheckLine[] = [
      { ok: true, text: `workspace ${workspace.name} (${workspace.tenant})` },
      ...scopeLines(workspace),
    ];
    const channels = createChannels(calls);
    for (const department of handbook().departments) {
      lines.push(await channelLine(channels, department));
    }
    for (const [name, slack] of privateChannels(handbook())) {
      lines.push(await privateLine(channels, name, slack));
    }
    const people = createPeople({ calls, links, tenant: workspace.tenant, handbook, now });
    for (const person of handbook().people) lines.push(...(await personLines(people, person)));
    return lines;
  } catch (error) {
    return [{ ok: false, text: messageOf(error) }];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function scopeLines({ scopes }: Workspace): CheckLine[] {
  if (scopes === null) return [];
  const missing = botScopes().filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return [{ ok: true, text: 'the app has the scopes it needs' }];
  const text = `the app lacks ${missing.join(', ')}: update it from the manifest and install it again`;
  return [{ ok: false, text }];
}

async function channelLine(channels: Channels, department: Department): Promise<CheckLine> {
  const { slack } = department.channel;
  return lineFor(channels, `${department.name}: #${slack}`, slack, judge);
}

/** Whose they are, and where; each once. */
function privateChannels({ departments, sensitive }: Handbook): ReadonlyMap<string, string> {
  const own = departments.flatMap((one) =>
    one.sensitive ? [[one.name, one.sensitive] as const] : [],
  );
  const all = [...own, ...(sensitive === null ? [] : [['Everything else', sensitive] as const])];
  return new Map(all.map(([name, { channel }]) => [name, channel.slack]));
}

async function privateLine(channels: Channels, name: string, slack: string): Promise<CheckLine> {
  const about = `${name}, what is sensitive`;
  return lineFor(channels, `${about}: #${slack}`, slack, (place, channel) => {
    const why = channel === null ? null : openness(channel);
    return why === null
      ? judge(place, channel)
      : { ok: false, text: `${about}: ${why} ${PRIVATE_ONLY}` };
  });
}

async function lineFor(
  channels: Channels,
  about: string,
  slack: string,
  judged: (about: string, channel: Channel | null) => CheckLine,
): Promise<CheckLine> {
  try {
    return judged(about, await channels.find(slack));
  } catch (error) {
    return { ok: false, text: `${about}: ${messageOf(error)}` };
  }
}

function judge(about: string, channel: Channel | null): CheckLine {
  if (channel === null) {
    return {
      ok: false,
      text: `${about} is not there; if it is private, type "/invite @Heed" in it`,
    };
  }
  if (channel.is_archived) return { ok: false, text: `${about} is archived` };
  if (channel.is_private && !channel.is_member) {
    return { ok: false, text: `${about} is private: type "/invite @Heed" in it` };
  }
  const shared = channel.is_ext_shared
    ? '; it is shared with another company, whose people read along'
    : '';
  const joined = channel.is_member ? 'is there' : 'is there, Heed joins when it starts';
  return { ok: true, text: `${about} ${joined}${shared}` };
}

async function personLines(people: People, { name, email }: Person): Promise<CheckLine[]> {
  try {
    const id = await people.idOf(email);
    if (id !== null) return [{ ok: true, text: `${name} is ${id}` }];
    return [{ ok: false, text: `${name}: no member of the workspace has the address ${email}` }];
  } catch (error) {
    return [{ ok: false, text: `${name}: ${messageOf(error)}` }];
  }
}
