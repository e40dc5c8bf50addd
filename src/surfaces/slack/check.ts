/** What must be right in Slack before Heed can work there, one line each. */
import type { PersonLinks } from '../../app/people-port.ts';
import {
  type Department,
  type Handbook,
  type Person,
  type PrivateDesk,
  personOf,
} from '../../core/handbook.ts';
import type { Calls } from './calls.ts';
import { type Channel, type Channels, createChannels, openness, PRIVATE_ONLY } from './channels.ts';
import { identifyWorkspace, type Workspace } from './connect.ts';
import { createGroups, type Groups } from './groups.ts';
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
    const groups = createGroups(calls, now);
    for (const department of handbook().departments) {
      lines.push(...(await channelLines(channels, department)));
      lines.push(...(await groupLines(groups, department)));
    }
    lines.push(...(await digestLines(channels, handbook())));
    const people = createPeople({ calls, links, tenant: workspace.tenant, handbook, now });
    const room = { channels, people, handbook: handbook() };
    for (const [name, desk] of privateDesks(handbook())) {
      lines.push(...(await privateLines(room, name, desk)));
    }
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

async function channelLines(channels: Channels, department: Department): Promise<CheckLine[]> {
  const { slack } = department.channel;
  if (slack === undefined) return [];
  const about = `${department.name}: #${slack}`;
  return orWhy(about, async () => [judge(about, await channels.find(slack))]);
}

/** Only what is wrong: a group has no more to it than that it is there. */
async function groupLines(groups: Groups, { name, duty }: Department): Promise<CheckLine[]> {
  const lines: CheckLine[] = [];
  for (const one of duty?.groups ?? []) {
    const about = `${name}, on duty: @${one}`;
    const there = async () => {
      if ((await groups.find(one)) !== null) return [];
      const text = `${about} is no user group that Heed can see. Correct duty in the handbook, or name people there.`;
      return [{ ok: false, text }];
    };
    lines.push(...(await orWhy(about, there)));
  }
  return lines;
}

async function digestLines(channels: Channels, { digest }: Handbook): Promise<CheckLine[]> {
  if (digest === null) return [];
  const { slack } = digest.channel;
  if (slack === undefined) return [];
  const about = `Digest: #${slack}`;
  return orWhy(about, async () => [judge(about, await channels.find(slack))]);
}

/** What was found out of something, or why it could not be. */
async function orWhy(about: string, look: () => Promise<CheckLine[]>): Promise<CheckLine[]> {
  try {
    return await look();
  } catch (error) {
    return [{ ok: false, text: `${about}: ${messageOf(error)}` }];
  }
}

/** Whose they are, and where; each once. */
function privateDesks({ departments, sensitive }: Handbook): ReadonlyMap<string, PrivateDesk> {
  const own = departments.flatMap((one) =>
    one.sensitive ? [[one.name, one.sensitive] as const] : [],
  );
  const all = [...own, ...(sensitive === null ? [] : [['Everything else', sensitive] as const])];
  return new Map(all);
}

interface Room {
  readonly channels: Channels;
  readonly people: People;
  readonly handbook: Handbook;
}

/** Whether it is there and private, and whether its members are its owners. */
async function privateLines(room: Room, name: string, desk: PrivateDesk): Promise<CheckLine[]> {
  const about = `${name}, what is sensitive`;
  const { slack } = desk.channel;
  return orWhy(`${about}: #${slack}`, async () => {
    const channel = await room.channels.find(slack);
    const why = channel === null ? null : openness(channel);
    if (why !== null) return [{ ok: false, text: `${about}: ${why} ${PRIVATE_ONLY}` }];
    const line = judge(`${about}: #${slack}`, channel);
    if (channel === null || !line.ok) return [line];
    const wrong = await memberLines(room, channel.id, desk);
    return [line, ...wrong.map((text) => ({ ok: false, text: `${about}: ${text}` }))];
  });
}

/** So many are named who read along; each costs a call. */
const MOST_NAMED = 5;

async function memberLines(room: Room, channel: string, desk: PrivateDesk): Promise<string[]> {
  const slack = `#${desk.channel.slack}`;
  const { others, absent } = await comparedWithOwners(room, channel, desk);
  const nameOf = (one: string) => personOf(room.handbook, one)?.name ?? one;
  const lines: string[] = [];
  if (others.length > 0) {
    const more = others.length > MOST_NAMED ? ' and others' : '';
    const names = others.slice(0, MOST_NAMED).map(nameOf).join(', ');
    lines.push(
      `in ${slack} ${names}${more} would read along without being named. Take them out of the channel, or name them as owners.`,
    );
  }
  if (absent.length > 0) {
    const names = absent.map(nameOf).join(', ');
    lines.push(`${names} can't see ${slack}. Invite them there.`);
  }
  return lines;
}

/** Addresses, or ids where Slack tells none; once too many read along, nobody counts as absent. */
async function comparedWithOwners(
  { channels, people }: Room,
  channel: string,
  { owners }: PrivateDesk,
): Promise<{ readonly others: readonly string[]; readonly absent: readonly string[] }> {
  const absent = new Set(owners);
  const others: string[] = [];
  for await (const page of channels.members(channel)) {
    for (const id of page) {
      const link = await people.linkOf(id);
      if (link?.standing === 'bot') continue;
      const email = link?.email ?? null;
      if (email !== null && owners.includes(email)) absent.delete(email);
      else others.push(email ?? id);
      if (others.length > MOST_NAMED) return { others, absent: [] };
    }
  }
  return { others, absent: [...absent] };
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
  return orWhy(name, async () => {
    const id = await people.idOf(email);
    if (id !== null) return [{ ok: true, text: `${name} is ${id}` }];
    return [{ ok: false, text: `${name}: no member of the workspace has the address ${email}` }];
  });
}
