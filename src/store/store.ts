import type { Store } from '../app/store-port.ts';
import type { Transaction } from '../app/transaction-port.ts';
import { findAbsent, findOver } from './absences.ts';
import { readAuthorRecord } from './author-record.ts';
import { answering, insideTransaction, StoreFault } from './away.ts';
import type { Connection, Database } from './database.ts';
import { findDue } from './deadlines.ts';
import { readFigures } from './figures.ts';
import { HANDBOOK_ACTIVATED } from './handbooks.ts';
import { listCalled, listFollowUps, listMentions, readCardRefs, readTroubles } from './lists.ts';
import { countLogged, listLogged } from './logged.ts';
import {
  findVersion,
  readAskingMentions,
  readHistory,
  readMention,
  readMentions,
  readOwnedMentions,
} from './mentions.ts';
import { checkMigrated } from './migrate.ts';
import { findMute, listMutes } from './mutes.ts';
import { findBegun } from './occasions.ts';
import { readSetting, writeSetting } from './settings.ts';
import { findMentionAt, findStandingCards } from './standing-cards.ts';
import {
  findCard,
  findLeftBehind,
  readLatestReminder,
  readSurfaceMessage,
  updateSurfaceMessage,
} from './surface-messages.ts';
import { transactionOn } from './transaction.ts';
import { listMissed, readFirstOpened, readOpenFigures, readWeekFigures } from './week-figures.ts';

export function createStore({ database, listen, close }: Connection): Store {
  return {
    transaction: (work) => transact(database, work),
    readMention: (id) => answering(() => readMention(database, id)),
    readMentions: (ids) => answering(() => readMentions(database, ids)),
    listFollowUps: (owner, most) => answering(() => listFollowUps(database, owner, most)),
    listCalled: (person, most) => answering(() => listCalled(database, person, most)),
    listMentions: (...args) => answering(() => listMentions(database, ...args)),
    cardRefs: (mentions, place) => answering(() => readCardRefs(database, mentions, place)),
    troubles: (most) => answering(() => readTroubles(database, most)),
    findVersion: (version) => answering(() => findVersion(database, version)),
    history: (mention, after) => answering(() => readHistory(database, mention, after)),
    ownedMentions: () => answering(() => readOwnedMentions(database)),
    askingMentions: () => answering(() => readAskingMentions(database)),
    dueMentions: (...args) => answering(() => findDue(database, ...args)),
    absent: (now) => answering(() => findAbsent(database, now)),
    absencesOver: (now) => answering(() => findOver(database, now)),
    authorRecord: (...args) => answering(() => readAuthorRecord(database, ...args)),
    surfaceMessage: (id) => answering(() => readSurfaceMessage(database, id)),
    latestReminder: (recipient, place) =>
      answering(() => readLatestReminder(database, recipient, place)),
    cardOf: (...args) => answering(() => findCard(database, ...args)),
    mentionAt: (place) => answering(() => findMentionAt(database, place)),
    cardsStanding: (surface, tenant, since) =>
      answering(() => findStandingCards(database, surface, tenant, since)),
    updateSurfaceMessage: (id, change) =>
      answering(() => updateSurfaceMessage(database, id, change)),
    messagesLeftBehind: (...args) => answering(() => findLeftBehind(database, ...args)),
    listLogged: (query) => answering(() => listLogged(database, query)),
    countLogged: (departments, since) => answering(() => countLogged(database, departments, since)),
    listMutes: (departments, now, most) =>
      answering(() => listMutes(database, departments, now, most)),
    muteOf: (source, by, now) => answering(() => findMute(database, source, by, now)),
    figures: (now) => answering(() => readFigures(database, now)),
    weekFigures: (question) => answering(() => readWeekFigures(database, question)),
    openFigures: (department) => answering(() => readOpenFigures(database, department)),
    listMissed: (question) => answering(() => listMissed(database, question)),
    firstOpened: () => answering(() => readFirstOpened(database)),
    onHandbookActivated: (listener) => answering(() => listen(HANDBOOK_ACTIVATED, listener)),
    occasionsBegun: (keys) => answering(() => findBegun(database, keys)),
    readSetting: (key) => answering(() => readSetting(database, key)),
    writeSetting: (key, value) => answering(() => writeSetting(database, key, value)),
    check: () => checkMigrated(database),
    close,
  };
}

const DEADLOCK = '40P01';
const MOST_TRIES = 3;

/** Locks have an order, but should two transactions ever wait for each other, one begins anew. */
async function transact<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await answering(() =>
        database.transaction((tx) => insideTransaction(() => work(transactionOn(tx)))),
      );
    } catch (error) {
      const deadlocked = error instanceof StoreFault && error.code === DEADLOCK;
      if (!deadlocked || tries === MOST_TRIES) throw error;
    }
  }
}
