/** Holds what Heed says against what the staff themselves wrote down. */
import type { RecordedEvent } from '../../../src/core/events.ts';
import type { Books } from '../books.ts';
import type { Site } from '../site.ts';
import type { Diary, Entry } from './diary.ts';

export function checkDiary(site: Site, books: Books, diary: Diary): readonly string[] {
  return [
    ...checkTaken(books, diary),
    ...checkSent(site, diary),
    ...checkPauses(books, diary),
    ...books.known
      .filter(({ mention }) => ['scheduled', 'publishing'].includes(mention.status))
      .map(({ mention }) => `${mention.ref} is still ${mention.status}`),
  ];
}

/** What was taken is there once, and what was not may be there once at most. */
function checkTaken({ known }: Books, { entries }: Diary): readonly string[] {
  const refs = new Map(known.map(({ mention, history }) => [mention.ref, history]));
  const byWork = Map.groupBy(entries, ({ by, ref }) => `${by} ${ref}`);
  const wrong = [...byWork].flatMap(([work, written]) => {
    const [by = '', ref = ''] = work.split(' ');
    const versions = submissions(refs.get(ref) ?? []).filter((one) => one.actor === by).length;
    const count = (outcome: Entry['outcome']) =>
      written.filter((one) => one.outcome === outcome).length;
    const [least, most] = [count('taken'), count('taken') + count('unknown')];
    if (versions >= least && versions <= most) return [];
    return [`${by} wrote ${least} to ${most} versions for ${ref}, and ${versions} are there`];
  });
  const strangers = known.flatMap(({ mention: { ref }, history }) =>
    submissions(history)
      .filter(({ actor }) => !byWork.has(`${actor} ${ref}`))
      .map(({ actor }) => `${actor} wrote nothing for ${ref}, and a version is there`),
  );
  return [...wrong, ...strangers];
}

function submissions(history: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return history.filter(({ event }) => event.type === 'submitted');
}

/** What the website took was written by somebody, agreed to, and not taken back. */
function checkSent({ doors }: Site, diary: Diary): readonly string[] {
  return doors.requests
    .filter(({ status, text }) => status === 200 && text !== '')
    .flatMap(({ text }) => {
      const entry = diary.entries.find((one) => one.text === text);
      if (entry === undefined) return [`nobody wrote "${text}", and it went out`];
      const why = againstSending(entry, diary);
      return why === null ? [] : [`"${text}" of ${entry.ref} went out, although ${why}`];
    });
}

const REVIEWERS = ['sam@acme.example', 'lindiwe@acme.example', 'zanele@acme.example'];

function againstSending(entry: Entry, { relabelled }: Diary): string | null {
  const { by, kind, approvedBy, asked } = entry;
  if (entry.outcome === 'refused') return 'it was refused';
  if (entry.stopped) return 'it was taken back';
  const missing = asked.filter((email) => !approvedBy.has(email));
  if (missing.length > 0) return `${missing.join(' and ')} did not agree`;
  const approved = REVIEWERS.some((email) => email !== by && approvedBy.has(email));
  if (!entry.needsReview || approved || kind === 'edit' || relabelled.has(entry.ref)) return null;
  return 'nobody approved it';
}

/** While publishing was seen to be paused, nothing set out. */
function checkPauses({ known }: Books, { pauses }: Diary): readonly string[] {
  const begins = known.flatMap(({ mention: { ref }, history }) =>
    history
      .filter(({ event }) => ['publishing_began', 'publish_repeated'].includes(event.type))
      .map(({ at }) => ({ ref, at })),
  );
  return pauses.flatMap(({ from, to }) =>
    begins
      .filter(({ at }) => at > from && at < to)
      .map(({ ref }) => `a reply to ${ref} set out while publishing was paused`),
  );
}
