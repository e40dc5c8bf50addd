/** Who is who: Slack's users by workspace and id, the handbook's people by e-mail address. */
import { z } from 'zod';
import type { PersonLink, PersonLinks } from '../../app/people-port.ts';
import { type Handbook, personOf } from '../../core/handbook.ts';
import type { Instant } from '../../core/mention.ts';
import type { Identified } from '../../front/room.ts';
import type { Calls } from './calls.ts';
import { SlackFault } from './faults.ts';
import { TIMES } from './limits.ts';

const user = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    profile: z.object({ email: z.string().optional() }).default({}),
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  }),
});
type User = z.infer<typeof user>['user'];

type LookedUp = Omit<PersonLink, 'usedAt'>;

export const SURFACE_NAME = 'slack';

export interface People {
  readonly tenant: string;
  /**
   * Whoever pressed or wrote, by the workspace and id that Slack gives.
   * @param at when that was; now where it is left out
   */
  identify(team: string | null, id: string, at?: Instant): Promise<Identified>;
  /** The Slack id of somebody of the handbook; null when Slack knows no member of that address. */
  idOf(email: string): Promise<string | null>;
  /** As `idOf`. Throws `SlackFault` where Slack knows nobody of that address. */
  memberOf(email: string): Promise<string>;
  /** Whoever stands behind a user id; null where Slack knows nobody by it. */
  linkOf(id: string): Promise<LookedUp | null>;
  /** What to call whoever stands behind a user id where somebody mentions them. */
  nameOf(id: string): Promise<string>;
}

interface PeopleOptions {
  readonly calls: Calls;
  readonly links: PersonLinks;
  readonly tenant: string;
  readonly handbook: () => Handbook;
  readonly now: () => number;
}

export function createPeople(options: PeopleOptions): People {
  const { calls, links, tenant, now } = options;
  const unknown = new Map<string, number>();
  const asking = new Map<string, Promise<LookedUp | null>>();

  function isFresh(link: LookedUp): boolean {
    return now() - link.checkedAt < TIMES.personFresh;
  }

  async function remember(found: User): Promise<LookedUp> {
    const link: LookedUp = {
      surface: SURFACE_NAME,
      tenant,
      externalId: found.id,
      email: found.profile.email?.toLowerCase() ?? null,
      standing: standingOf(found, tenant),
      checkedAt: now(),
    };
    await links.save(link);
    return link;
  }

  /** Several presses of one person at once ask once. */
  function linkOf(id: string): Promise<LookedUp | null> {
    const under = asking.get(id);
    if (under !== undefined) return under;
    const answer = findLink(id).finally(() => asking.delete(id));
    asking.set(id, answer);
    return answer;
  }

  async function findLink(id: string): Promise<LookedUp | null> {
    const known = await links.byExternalId(SURFACE_NAME, tenant, id);
    if (known !== null && isFresh(known)) return known;
    try {
      return await remember((await calls.now('users.info', { user: id }, user)).user);
    } catch (error) {
      if (error instanceof SlackFault && NOBODY.includes(error.code)) return null;
      throw error;
    }
  }

  async function idOf(email: string): Promise<string | null> {
    const known = await links.byEmail(SURFACE_NAME, tenant, email);
    if (known !== null && isFresh(known))
      return known.standing === 'member' ? known.externalId : null;
    const askedAt = unknown.get(email);
    if (askedAt !== undefined && now() - askedAt < TIMES.strangerFresh) return null;
    try {
      const found = await calls.now('users.lookupByEmail', { email }, user);
      const link = await remember(found.user);
      unknown.delete(email);
      return link.standing === 'member' ? link.externalId : null;
    } catch (error) {
      if (!(error instanceof SlackFault) || !NOBODY.includes(error.code)) throw error;
      unknown.set(email, now());
      return null;
    }
  }

  async function identify(team: string | null, id: string, at = now()): Promise<Identified> {
    const who = await look(team, id);
    if (who.ok) await links.noteUse({ surface: SURFACE_NAME, tenant, externalId: id }, at);
    return who;
  }

  async function look(team: string | null, id: string): Promise<Identified> {
    if (team !== tenant) return { ok: false, sentence: SENTENCES.stranger };
    const link = await linkOf(id);
    if (link === null) return { ok: false, sentence: SENTENCES.gone };
    if (link.standing !== 'member') return { ok: false, sentence: SENTENCES[link.standing] };
    const person = link.email === null ? null : personOf(options.handbook(), link.email);
    return person === null ? { ok: false, sentence: OUTSIDER } : { ok: true, person };
  }

  return {
    tenant,
    identify,
    idOf,
    linkOf,
    async memberOf(email) {
      const id = await idOf(email);
      if (id !== null) return id;
      const why = `Slack knows no member with the address ${email}. Correct it in the handbook, or invite them.`;
      throw new SlackFault(why, { type: 'unreachable' }, { code: 'users_not_found' });
    },
    async nameOf(id) {
      const who = await look(tenant, id);
      return who.ok ? who.person.name : 'somebody';
    },
  };
}

const NOBODY = [
  'users_not_found',
  'user_not_found',
  'user_not_visible',
  'user_team_not_in_channel',
];

const OUTSIDER =
  'You are not in the handbook, so you can look but not act. Ask an admin to add you with the e-mail address you have in Slack.';

const SENTENCES: Readonly<Record<Exclude<PersonLink['standing'], 'member'>, string>> = {
  guest: 'Guests can look but not act. Ask a member of the department to do it.',
  stranger:
    'You belong to another workspace, so you can look but not act. Ask somebody of this company to do it.',
  bot: 'Apps can look but not act.',
  gone: 'Slack no longer knows you as a member here, so you can look but not act.',
};

function standingOf(found: User, tenant: string): PersonLink['standing'] {
  const teams = [found.team_id ?? tenant, ...(found.enterprise_user?.teams ?? [])];
  if (found.deleted) return 'gone';
  if (found.is_bot || found.id === 'USLACKBOT') return 'bot';
  if (found.is_stranger || !teams.includes(tenant)) return 'stranger';
  if (found.is_restricted || found.is_ultra_restricted) return 'guest';
  return 'member';
}
