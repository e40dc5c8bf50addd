/** What Teams tells of where Heed was added, renamed and removed. */
import type { Logger } from 'pino';
import type { ChannelConversation, Conversations } from '../../app/conversation-port.ts';
import type { Place } from '../../app/surface-message.ts';
import { conversationOf, type TeamsActivity } from './activity.ts';
import type { Calls } from './calls.ts';
import { TeamsFault } from './faults.ts';
import type { People } from './people.ts';

export interface Installs {
  /** Answers whether the activity was about that. */
  take(activity: TeamsActivity): Promise<boolean>;
  /** Whoever writes or presses in their chat can be written to there. */
  meet(activity: TeamsActivity): Promise<void>;
}

interface InstallsOptions {
  readonly calls: Calls;
  readonly conversations: Conversations;
  readonly people: People;
  readonly place: Place;
  /** Hears that Heed may speak elsewhere than before. */
  readonly onChanged: () => Promise<void>;
  readonly log: Logger;
}

interface Team {
  readonly id: string;
  readonly name?: string | null | undefined;
}

/** Teams gives the first channel of a team no name, and the team's own id. */
const FIRST_CHANNEL = 'General';

export function createInstalls(options: InstallsOptions): Installs {
  const { calls, conversations, people, place, onChanged, log } = options;

  async function meet({ name, from, conversation, serviceUrl }: TeamsActivity): Promise<void> {
    if (conversation.conversationType !== 'personal') return;
    // The menu of a message stands in chats of two people, too, in which Heed is not.
    if (name?.startsWith('composeExtension/') === true) return;
    const { id } = conversation;
    const known = await conversations.find(place, id);
    if (known?.kind === 'personal' && known.person === from.id && known.serviceUrl === serviceUrl)
      return;
    await conversations.save(place, { kind: 'personal', id, person: from.id, serviceUrl });
  }

  function channelIn(
    { id: team, name: teamName = null }: Team,
    { id, name = null }: Team,
    serviceUrl: string,
  ): ChannelConversation {
    const known = name ?? (id === team ? FIRST_CHANNEL : null);
    return { kind: 'channel', id, name: known, team, teamName, serviceUrl };
  }

  /** Where Teams does not say what there is, at least where Heed was added. */
  async function learnTeam(team: Team, { channelData, serviceUrl }: TeamsActivity): Promise<void> {
    try {
      const listed = await calls.channelsOf(serviceUrl, team.id);
      const open = listed.filter(({ type }) => !type || type.toLowerCase() === 'standard');
      const channels = open.map((one) => channelIn(team, one, serviceUrl));
      await conversations.saveTeam(place, team.id, channels);
    } catch (error) {
      if (!(error instanceof TeamsFault)) throw error;
      log.warn({ err: error, team: team.id }, 'The channels of a team cannot be read');
      for (const one of [{ id: team.id }, ...(channelData?.channel ? [channelData.channel] : [])]) {
        await conversations.save(place, channelIn(team, one, serviceUrl));
      }
    }
    await learnRoster(team.id, serviceUrl);
    await onChanged();
  }

  async function learnRoster(conversation: string, serviceUrl: string): Promise<void> {
    try {
      await people.readRoster({ conversation, serviceUrl });
    } catch (error) {
      if (!(error instanceof TeamsFault)) throw error;
      log.warn({ err: error, conversation }, 'A roster cannot be read');
    }
  }

  async function added(activity: TeamsActivity): Promise<void> {
    const { conversation, channelData, serviceUrl } = activity;
    if (channelData?.team) return learnTeam(channelData.team, activity);
    await meet(activity);
    if (conversation.conversationType === 'personal')
      await learnRoster(conversation.id, serviceUrl);
  }

  async function removed({ conversation, channelData }: TeamsActivity): Promise<void> {
    if (channelData?.team) await conversations.forgetTeam(place, channelData.team.id);
    else await conversations.forget(place, conversationOf(conversation.id));
    await onChanged();
  }

  async function updated(activity: TeamsActivity): Promise<void> {
    const { recipient, membersAdded = [], membersRemoved = [], channelData } = activity;
    const isHeed = ({ id }: { readonly id: string }) => id === recipient.id;
    if (membersAdded.some(isHeed)) return added(activity);
    if (membersRemoved.some(isHeed)) return removed(activity);
    for (const { id } of membersRemoved) await people.recheck(id);
    const team = channelData?.team;
    if (!team) return;
    if (membersAdded.length > 0) await learnRoster(team.id, activity.serviceUrl);
    await changed(team, activity);
  }

  async function changed(team: Team, activity: TeamsActivity): Promise<void> {
    const { channelData, serviceUrl } = activity;
    const channel = channelData?.channel;
    switch (channelData?.eventType) {
      case 'channelCreated':
      case 'channelRenamed':
      case 'channelRestored':
        if (!channel) return;
        await conversations.save(place, channelIn(team, channel, serviceUrl));
        return onChanged();
      case 'channelDeleted':
        if (!channel) return;
        await conversations.forget(place, channel.id);
        return onChanged();
      case 'teamRenamed':
        if (!team.name) return;
        await conversations.renameTeam(place, team.id, team.name);
        return onChanged();
      case 'teamRestored':
      case 'teamUnarchived':
        return learnTeam(team, activity);
      case 'teamDeleted':
      case 'teamHardDeleted':
        await conversations.forgetTeam(place, team.id);
        return onChanged();
      default:
        return;
    }
  }

  return {
    meet,
    async take(activity) {
      if (activity.type === 'conversationUpdate') await updated(activity);
      else if (activity.type !== 'installationUpdate') return false;
      // An upgrade removes and adds: nothing is taken away by it.
      else if (activity.action?.startsWith('add')) await added(activity);
      else if (activity.action === 'remove') await removed(activity);
      return true;
    },
  };
}
