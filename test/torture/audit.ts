/** Everything that is wrong after a torture; nothing, where none was lost, doubled or left behind. */
import type { Books } from './books.ts';
import { checkHistories, checkNotes } from './history-ledger.ts';
import {
  checkCalls,
  checkCards,
  checkHomes,
  checkReviews,
  checkStories,
  checkStrangers,
} from './ledger.ts';
import { checkMutes, checkNoise } from './noise-ledger.ts';
import { checkMoved, checkPlaces } from './private-ledger.ts';
import { checkPosts, checkReplies, checkRequests } from './public-ledger.ts';
import { checkAloud, checkDeadlines, checkLadder, checkReminders } from './reminder-ledger.ts';
import type { Site } from './site.ts';

const CHECKS: readonly ((site: Site, books: Books) => readonly string[])[] = [
  checkPosts,
  checkReplies,
  checkRequests,
  checkCards,
  checkStories,
  checkPlaces,
  checkMoved,
  checkNoise,
  checkMutes,
  checkReviews,
  checkCalls,
  checkDeadlines,
  checkLadder,
  checkReminders,
  checkAloud,
  checkHomes,
  checkStrangers,
  checkNotes,
];

export function audit(site: Site, books: Books): readonly string[] {
  return [
    ...books.waiting.map((effect) => `still waiting: ${effect}`),
    ...checkHistories(books),
    ...CHECKS.flatMap((check) => check(site, books)),
  ];
}
