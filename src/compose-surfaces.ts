/** Connects the surfaces to the use cases. */
import type { Logger } from 'pino';
import { createAbsences } from './app/absences.ts';
import { createDesk } from './app/create-desk.ts';
import type { Desk } from './app/desk.ts';
import { followChannel } from './app/follow-channel.ts';
import { createHandOver } from './app/hand-over.ts';
import type { Handbooks } from './app/handbooks.ts';
import type { House } from './app/house.ts';
import { createKeptMessages } from './app/kept-message.ts';
import { createLogbook } from './app/logged.ts';
import { createNotebook } from './app/notes.ts';
import { createLists } from './app/overview.ts';
import { requestRedraw } from './app/requests.ts';
import { createShownCards } from './app/shown-cards.ts';
import { createStatistics } from './app/statistics.ts';
import { createTracker } from './app/track.ts';
import type { OpenStore } from './store/open.ts';
import {
  createSlackSurface,
  type SlackOptions,
  type SlackSurface,
} from './surfaces/slack/index.ts';
import type { TeamsCredentials } from './surfaces/teams/auth.ts';
import type { TeamsOptions, TeamsSurface } from './surfaces/teams/index.ts';

export interface SlackCredentials {
  readonly botToken: string;
  readonly signingSecret: string | null;
  /** With it Socket Mode, without it HTTP. */
  readonly appToken: string | null;
  readonly apiUrl: string;
}

/** What every surface is opened with. */
interface Around {
  readonly handbooks: Handbooks;
  readonly opened: OpenStore;
  /** Throws `StoreAway` while Heed is starting. */
  readonly house: () => House;
  readonly log: Logger;
}

/**
 * Whoever has Slack alone need not carry botbuilder in memory.
 *
 * @param teamsParts what it draws and answers with; its cards and dialogs when left out
 */
export async function openTeams(
  credentials: TeamsCredentials,
  { handbooks, opened, house, log }: Around,
  teamsParts?: Pick<TeamsOptions, 'draw' | 'take'>,
): Promise<TeamsSurface> {
  const { createTeamsSurface } = await import('./surfaces/teams/index.ts');
  const { createAnswers } = await import('./surfaces/teams/answers.ts');
  const { notebook, ...cases } = useCases(handbooks, house);
  const tracker = createTracker(house, 'teams');
  const room = {
    ...cases,
    tracker,
    keptMessages: createKeptMessages(house),
    shownCards: createShownCards(house, 'teams'),
    handbook: handbooks.newest,
    tenant: credentials.tenant,
    now: Date.now,
    log,
  };
  return createTeamsSurface({
    ...(teamsParts ?? createAnswers({ ...room, notebook })),
    credentials,
    handbook: handbooks.newest,
    personLinks: opened.personLinks,
    conversations: opened.conversations,
    postedLines: opened.postedLines,
    inbox: opened.inbox,
    outbox: opened.outbox,
    followChannel: (...args) => followChannel(house(), ...args),
    now: Date.now,
    log,
  });
}

/** @param signal ends a start that is still waiting for Slack */
export function openSlack(
  credentials: SlackCredentials,
  { handbooks, opened, house, log }: Around,
  onAcknowledged: NonNullable<SlackOptions['onAcknowledged']>,
  signal?: AbortSignal,
): Promise<SlackSurface> {
  return createSlackSurface({
    ...credentials,
    ...useCases(handbooks, house),
    tracker: createTracker(house, 'slack'),
    personLinks: opened.personLinks,
    takeBudget: opened.outbox.takeBudget,
    redraw: (mention) => requestRedraw(house().store, mention, Date.now()),
    onAcknowledged,
    now: Date.now,
    log,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** What people ask for, on whichever surface. */
function useCases(handbooks: Handbooks, house: () => House) {
  const desk: Desk = {
    handbook: handbooks.newest,
    handle: (...args) => createDesk(house()).handle(...args),
    look: (...args) => createDesk(house()).look(...args),
    pause: (person) => createDesk(house()).pause(person),
    resume: (person) => createDesk(house()).resume(person),
  };
  return {
    desk,
    lists: createLists(house),
    absences: createAbsences(house),
    logbook: createLogbook(house),
    statistics: createStatistics(house),
    handOver: createHandOver(house),
    notebook: createNotebook(house),
  };
}
