/** Who hears of what nobody has, and who sees to it that somebody is there. */
import { describe, expect, test } from 'vitest';
import type { Absence } from '../../src/core/absence.ts';
import { expectedIn, mayBeUnmanned, onDutyFor, toldOfDuty } from '../../src/core/duty.ts';
import type { Department, Handbook } from '../../src/core/handbook.ts';
import { storyOf } from '../../src/core/story.ts';
import { aHandbook, HEED, type Name, PEOPLE, withDesk } from '../support/cast.ts';
import { HOUR, MINUTE, opened, TARGETS, TICK, within } from '../support/clocked.ts';
import type { Play } from '../support/play.ts';

const emails = (...names: readonly Name[]) => names.map((name) => PEOPLE[name].email);
const away = (...names: readonly Name[]): readonly Absence[] =>
  emails(...names).map((email) => ({ email, until: null }));

function inCare(change: Partial<Department>, handbook = aHandbook()): Handbook {
  const departments = handbook.departments.map((one) =>
    one.id === 'care' ? { ...one, ...change } : one,
  );
  return { ...handbook, departments };
}

const onDuty = (...names: readonly Name[]) => ({ people: emails(...names), groups: ['care-duty'] });

/** Whom the last line of the thread mentions. */
function mentioned(play: Play, gone: readonly Absence[] = []): readonly string[] {
  const line = storyOf(play.history, play.handbook, gone).at(-1);
  return (line?.parts ?? []).flatMap((part) => {
    if (part.type === 'nudge') return [part.email];
    return part.type === 'nudge_group' ? [part.group] : [];
  });
}

describe('what nobody has', () => {
  const handbook = inCare({ duty: onDuty('ana', 'sam'), contacts: [] }, within(TARGETS));

  test('is told to those on duty when little time is left, and when it was missed', () => {
    const play = opened(handbook)
      .waits(40 * MINUTE)
      .does(HEED, TICK);
    expect(mentioned(play)).toEqual([...emails('ana', 'sam'), 'care-duty']);
    expect(mentioned(play.waits(20 * MINUTE).does(HEED, TICK))).toHaveLength(3);
  });

  test('spares those who are away', () => {
    const play = opened(handbook)
      .waits(40 * MINUTE)
      .does(HEED, TICK);
    expect(mentioned(play, away('ana'))).toEqual([...emails('sam'), 'care-duty']);
  });

  test('is not told to them long after', () => {
    expect(
      mentioned(
        opened(handbook)
          .waits(3 * HOUR)
          .does(HEED, TICK),
      ),
    ).toEqual([]);
  });

  test('is not told to them once somebody has it', () => {
    const play = opened(handbook)
      .does('sam', { type: 'claim' })
      .waits(40 * MINUTE);
    expect(mentioned(play.does(HEED, TICK))).toEqual([]);
  });

  test('is told to those alone who may know of it', () => {
    const desk = withDesk(handbook, ['sam', 'lena']);
    const of = { department: 'care', sensitive: true };
    expect(onDutyFor(of, desk, [])).toEqual({ people: emails('sam'), groups: [] });
  });
});

describe('a department', () => {
  test('expects those on duty, else whoever works there, and admins where nobody else does', () => {
    expect(expectedIn('care', inCare({ duty: onDuty('ana') }))).toEqual(onDuty('ana'));
    const all = expectedIn('care', aHandbook()).people;
    expect(all).toContain(PEOPLE.sam.email);
    expect(all).not.toContain(PEOPLE.adam.email);
    const alone = aHandbook({ people: [{ ...PEOPLE.adam, departments: ['care'] }] });
    expect(expectedIn('care', alone).people).toEqual([PEOPLE.adam.email]);
  });

  test('may be without anybody only where all of them are away', () => {
    const handbook = inCare({ duty: onDuty('ana', 'sam') });
    expect(mayBeUnmanned('care', handbook, away('ana'))).toBe(false);
    expect(mayBeUnmanned('care', handbook, away('ana', 'sam'))).toBe(true);
    expect(mayBeUnmanned('nowhere', handbook, away('ana', 'sam'))).toBe(false);
  });

  test('has its key contacts told, without any its leads, and those who are there first', () => {
    const handbook = aHandbook();
    expect(toldOfDuty('care', handbook, [])).toEqual(emails('lena', 'adam'));
    expect(toldOfDuty('care', handbook, away('lena'))).toEqual(emails('adam'));
    expect(toldOfDuty('care', inCare({ contacts: [] }), [])).toEqual(emails('lena'));
    const gone = away('lena', 'adam');
    expect(toldOfDuty('care', handbook, gone)).toEqual(emails('lena', 'adam'));
  });
});
