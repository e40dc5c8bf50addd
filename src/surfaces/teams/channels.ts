/** The handbook's channels, as conversations in which Heed was added. */
import type {
  ChannelConversation,
  Conversations,
  PersonalConversation,
} from '../../app/conversation-port.ts';
import type { Place } from '../../app/surface-message.ts';
import { noChannel, TeamsFault } from './faults.ts';

export type Found =
  | { readonly type: 'found'; readonly channel: ChannelConversation }
  | { readonly type: 'missing'; readonly sentence: string };

export interface Channels {
  /** @param whose what to call it where it is missing, such as the department's name */
  find(written: string, whose: string): Promise<Found>;
  /** As `find`. Throws a fault that blocks the lane where it is missing. */
  open(written: string, whose: string): Promise<ChannelConversation>;
  /** A channel or a personal chat; null where Heed is not in it. */
  byId(id: string): Promise<ChannelConversation | PersonalConversation | null>;
}

export function createChannels(conversations: Conversations, place: Place): Channels {
  async function find(written: string, whose: string): Promise<Found> {
    const matching = (await conversations.channels(place)).filter((one) => isCalled(one, written));
    const [channel, ...others] = matching;
    if (channel === undefined) return { type: 'missing', sentence: noChannel(whose) };
    if (others.length === 0) return { type: 'found', channel };
    const names = matching.map(({ teamName, name }) => `"${teamName ?? '?'}/${name ?? '?'}"`);
    const sentence = `Several channels in Teams are called ${written}: say which in the handbook, ${names.join(' or ')}.`;
    return { type: 'missing', sentence };
  }

  return {
    find,
    async open(written, whose) {
      const found = await find(written, whose);
      if (found.type === 'found') return found.channel;
      throw new TeamsFault(found.sentence, { type: 'blocked', scope: 'lane' }, 'channel');
    },
    byId: (id) => conversations.find(place, id),
  };
}

/** Its id, its name, or its team's and its own: a team's name may hold a slash, a channel's can't. */
function isCalled({ id, name, teamName }: ChannelConversation, written: string): boolean {
  if (id === written) return true;
  const own = (name ?? '').toLowerCase();
  const wanted = written.toLowerCase();
  return own === wanted || `${(teamName ?? '').toLowerCase()}/${own}` === wanted;
}
