/** Who is who: Teams' users by tenant and id, the handbook's people by e-mail address or UPN. */
import type { Conversations } from '../../app/conversation-port.ts';
import type { PersonLink, PersonLinks } from '../../app/people-port.ts';
import type { Place } from '../../app/surface-message.ts';
import { type Handbook, nameOf, personOf } from '../../core/handbook.ts';
import type { Identified } from '../../front/room.ts';
import type { Calls, Member, Target } from './calls.ts';
import { notReached, TeamsFault } from './faults.ts';
import { TIMES } from './limits.ts';

type LookedUp = Omit<PersonLink, 'usedAt'>;

/** A conversation in which somebody was met. */
export type Met = Pick<Target, 'serviceUrl' | 'conversation'>;

export interface Chat {
  readonly conversation: string;
  readonly serviceUrl: string;
}

export interface People {
  /** Whoever wrote or pressed there; `isUse` is false where they did nothing. */
  identify(id: string, met: Met, isUse?: boolean): Promise<Identified>;
  /** Remembers everybody in a team or chat. Throws a `TeamsFault` where Teams does not say. */
  readRoster(met: Met): Promise<void>;
  /** Somebody left: they are looked up anew before they act. */
  recheck(id: string): Promise<void>;
  /** The personal chat with somebody of the handbook. Throws a fault where there can be none. */
  chatWith(email: string): Promise<Chat>;
  /** Their Teams id; null where no roster that Heed has read knows the address. */
  idOf(email: string): Promise<string | null>;
}

interface PeopleOptions {
  readonly calls: Calls;
  readonly links: PersonLinks;
  readonly conversations: Conversations;
  readonly place: Place;
  readonly handbook: () => Handbook;
  readonly now: () => number;
}

export function createPeople(options: PeopleOptions): People {
  const { calls, links, conversations, place, handbook, now } = options;
  const { surface, tenant } = place;
  let rostersReadAt: number | null = null;

  async function remember(found: Member): Promise<LookedUp> {
    const link: LookedUp = {
      surface,
      tenant,
      externalId: found.id,
      email: addressOf(found, handbook()),
      standing: standingOf(found, tenant),
      checkedAt: now(),
    };
    await links.save(link);
    return link;
  }

  /** Whom the handbook does not know is asked for again soon: it may know them by now. */
  function isFresh({ email, checkedAt }: LookedUp): boolean {
    const isKnown = email !== null && personOf(handbook(), email) !== null;
    return now() - checkedAt < (isKnown ? TIMES.personFresh : TIMES.strangerFresh);
  }

  /** Null for somebody whom Heed meets nowhere. */
  async function linkOf(id: string, met: Met): Promise<LookedUp | null> {
    const known = await links.byExternalId(surface, tenant, id);
    if (known !== null && isFresh(known)) return known;
    const found = (await memberOf(met, id)) ?? (await memberElsewhere(id));
    return found === null ? null : remember(found);
  }

  /** Null where Teams does not let Heed see them, as where Heed is not. */
  async function memberOf({ conversation, serviceUrl }: Met, id: string): Promise<Member | null> {
    try {
      return await calls.member({ conversation, serviceUrl, about: { type: 'roster' } }, id);
    } catch (error) {
      const kind = error instanceof TeamsFault ? error.kind.type : null;
      if (kind === 'final' || kind === 'gone') return null;
      throw error;
    }
  }

  /** The menu of a message offers Heed in every conversation of whoever has it. */
  async function memberElsewhere(id: string): Promise<Member | null> {
    const chat = await conversations.chatWith(place, id);
    const own = chat === null ? null : await memberOf({ ...chat, conversation: chat.id }, id);
    if (own !== null) return own;
    for (const [conversation, serviceUrl] of await readTeams()) {
      const found = await memberOf({ conversation, serviceUrl }, id);
      if (found !== null) return found;
    }
    return null;
  }

  /** Where each team is spoken to. */
  async function readTeams(): Promise<ReadonlyMap<string, string>> {
    const channels = await conversations.channels(place);
    return new Map(channels.map(({ team, serviceUrl }) => [team, serviceUrl]));
  }

  async function readRoster(met: Met): Promise<void> {
    const members = await calls.members({ ...met, about: { type: 'roster' } });
    for (const member of members) await remember(member);
  }

  /** Somebody may have joined a team, or a roster could not be read when Heed was added. */
  async function readRosters(): Promise<void> {
    if (rostersReadAt !== null && now() - rostersReadAt < TIMES.strangerFresh) return;
    rostersReadAt = now();
    for (const [conversation, serviceUrl] of await readTeams()) {
      await readRoster({ conversation, serviceUrl }).catch((error: unknown) => {
        rostersReadAt = null;
        if (error instanceof TeamsFault && error.kind.type !== 'final') throw error;
      });
    }
  }

  async function idOf(email: string): Promise<string | null> {
    const link = await links.byEmail(surface, tenant, email);
    return link?.standing === 'member' ? link.externalId : null;
  }

  async function chatWith(email: string): Promise<Chat> {
    const name = nameOf(handbook(), email);
    let id = await idOf(email);
    if (id === null) {
      await readRosters();
      id = await idOf(email);
    }
    if (id === null) throw new TeamsFault(notReached(name), { type: 'unreachable' }, 'unknown');
    const known = await conversations.chatWith(place, id);
    if (known !== null) return { conversation: known.id, serviceUrl: known.serviceUrl };
    const serviceUrl = (await conversations.channels(place))[0]?.serviceUrl;
    if (serviceUrl === undefined) {
      throw new TeamsFault(notReached(name), { type: 'unreachable' }, 'unknown');
    }
    const conversation = await calls.createChat(serviceUrl, id, { type: 'person', name });
    await conversations.save(place, { kind: 'personal', id: conversation, person: id, serviceUrl });
    return { conversation, serviceUrl };
  }

  return {
    readRoster,
    idOf,
    chatWith,
    async recheck(id) {
      const known = await links.byExternalId(surface, tenant, id);
      if (known !== null) await links.save({ ...known, checkedAt: 0 });
    },
    async identify(id, met, isUse = true) {
      const link = await linkOf(id, met);
      if (link === null) return { ok: false, sentence: UNMET };
      const { standing, email } = link;
      if (standing !== 'member') return { ok: false, sentence: SENTENCES[standing] };
      const person = email === null ? null : personOf(handbook(), email);
      if (person === null) return { ok: false, sentence: OUTSIDER };
      if (isUse) await links.noteUse({ surface, tenant, externalId: id }, now());
      return { ok: true, person };
    },
  };
}

const OUTSIDER =
  'You are not in the handbook, so you can look but not act. Ask an admin to add you with the e-mail address you have in Teams.';

const UNMET =
  'Heed does not see here who you are. Add Heed for yourself in Teams, or ask an admin to add it to a team that you are in.';

const SENTENCES: Readonly<Record<Exclude<PersonLink['standing'], 'member'>, string>> = {
  guest: 'Guests can look but not act. Ask a member of the department to do it.',
  stranger:
    'You belong to another company, so you can look but not act. Ask somebody of this company to do it.',
  bot: 'Apps can look but not act.',
  gone: 'Teams no longer knows you as a member here, so you can look but not act.',
};

/** By which of the two the handbook knows them. */
function addressOf({ email, userPrincipalName }: Member, handbook: Handbook): string | null {
  const given = [email, userPrincipalName].flatMap((one) => (one ? [one.toLowerCase()] : []));
  return given.find((one) => personOf(handbook, one) !== null) ?? given[0] ?? null;
}

/** Guests have `#EXT#` in their UPN: they are at home elsewhere. */
function standingOf({ userRole, userPrincipalName, tenantId }: Member, tenant: string) {
  if (tenantId !== undefined && tenantId.toLowerCase() !== tenant.toLowerCase()) return 'stranger';
  const role = (userRole ?? 'user').toLowerCase();
  if (role === 'guest' || /#ext#/iu.test(userPrincipalName ?? '')) return 'guest';
  return role === 'anonymous' ? 'stranger' : 'member';
}
