/** Everything that is wrong in Teams after a torture; nothing, where nothing is. */
import type { Handbook } from '../../src/core/handbook.ts';
import type { StoreLocation } from '../../src/store/open.ts';
import { teamsMedium } from '../../src/surfaces/teams/medium.ts';
import { drawFor } from '../../src/surfaces/teams/render.ts';
import { TENANT } from '../support/teams.ts';
import { type Books, readBooksIn } from './books.ts';
import { checkHistories } from './history-ledger.ts';
import type { Lives } from './lives.ts';
import { checkPosts, checkReplies, checkRequests } from './public-ledger.ts';
import type { Site } from './site.ts';
import { checkActs, checkAnswers, checkTeamsNotes, checkTold } from './teams-act-ledger.ts';
import type { TeamsHand } from './teams-hand.ts';
import { checkShown, checkUnknown, checkWanted, type TeamsBooks } from './teams-ledger.ts';
import { checkRepeats } from './teams-repeats.ts';
import type { TeamsSite } from './teams-site.ts';

export function readTeamsBooks(site: Site, location: StoreLocation): Promise<TeamsBooks> {
  return readBooksIn(site, location, ({ timezone }: Handbook) => {
    const medium = teamsMedium(timezone, TENANT);
    // Everybody who reviews there is known to Teams.
    return (view) => drawFor(view, null, medium).card;
  });
}

export function auditTeams(
  teams: TeamsSite,
  hand: TeamsHand,
  lives: Lives,
  books: TeamsBooks,
): readonly string[] {
  const { site } = teams;
  const known: Books = { ...books, drawings: new Map() };
  return [
    ...books.waiting.map((effect) => `still waiting: ${effect}`),
    ...checkHistories(known),
    ...checkPosts(site, known),
    ...checkReplies(site, known),
    ...checkRequests(site, known),
    ...checkWanted(books),
    ...checkShown(teams, books),
    ...checkRepeats(teams, lives, books),
    ...checkUnknown(teams, books),
    ...checkActs(hand, books),
    ...checkTeamsNotes(hand, books),
    ...checkTold(teams),
    ...checkAnswers(teams),
  ];
}
