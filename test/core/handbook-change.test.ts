import { describe, expect, test } from 'vitest';
import { objectionsTo } from '../../src/core/handbook-change.ts';
import { aHandbook, PEOPLE, withDesk } from '../support/cast.ts';

const before = aHandbook();
const [care, deliveries] = before.departments;

function open(department: string, count: number, source = 'website') {
  return Array.from({ length: count }, (_, index) => ({
    ref: `H-${1000 + index}`,
    department,
    source,
    sensitive: false,
  }));
}

const withoutDeliveries = aHandbook({ departments: care === undefined ? [] : [care] });

describe('a new version of the handbook', () => {
  test('may be anything where nothing is open', () => {
    const bare = aHandbook({ departments: [], people: [], sources: [] });
    expect(objectionsTo(bare, before, [])).toEqual([]);
  });

  test('may drop a department without open mentions', () => {
    expect(objectionsTo(withoutDeliveries, before, open('care', 3))).toEqual([]);
  });

  test('may not drop a department with open mentions, and says which', () => {
    expect(objectionsTo(withoutDeliveries, before, open('deliveries', 2))).toEqual([
      'The department "Deliveries" (deliveries) is not in it any more, and these are open there: H-1000, H-1001. Transfer or close them first, or keep the department.',
    ]);
  });

  test('names the first ten and says how many more', () => {
    const [ten] = objectionsTo(withoutDeliveries, before, open('deliveries', 10));
    expect(ten).toContain('H-1009. Transfer');
    const [more] = objectionsTo(withoutDeliveries, before, open('deliveries', 13));
    expect(more).toContain('H-1009 and 3 more. Transfer');
    expect(more).not.toContain('H-1010');
  });

  test('may not drop a source with open mentions', () => {
    const next = aHandbook({ sources: [] });
    expect(objectionsTo(next, before, open('care', 1))).toEqual([
      'The source "website" is not in it any more, and these are open there: H-1000. Close them first, or keep the source.',
    ]);
    expect(objectionsTo(next, before, open('care', 1, 'no-source-of-the-handbook'))).toEqual([]);
  });

  test('may not leave open mentions where nobody could act, unless there is an admin', () => {
    const people = [PEOPLE.sam, PEOPLE.rita];
    const next = aHandbook({ people });
    expect(objectionsTo(next, before, open('deliveries', 1))).toEqual([
      'Nobody in it could act in "Deliveries" (deliveries), and these are open there: H-1000. Name somebody who works there, or an admin.',
    ]);
    const helped = aHandbook({ people: [...people, PEOPLE.adam] });
    expect(objectionsTo(helped, before, open('deliveries', 1))).toEqual([]);
  });

  test('may not drop the private channel of what is open and sensitive, and says which', () => {
    const had = withDesk(before, ['rita']);
    const [ordinary, sensitive] = open('care', 2);
    if (ordinary === undefined || sensitive === undefined) throw new Error('none is open');
    const work = [ordinary, { ...sensitive, sensitive: true }];
    expect(objectionsTo(before, had, work)).toEqual([
      '"Care" (care) has no private channel in it any more, and these are open there: H-1001. Close them first, or keep it.',
    ]);
    expect(objectionsTo(before, had, [ordinary])).toEqual([]);
    expect(objectionsTo(withDesk(before, ['lena'], true), had, work)).toEqual([]);
  });

  test('hears all that speaks against it at once', () => {
    const departments = deliveries === undefined ? [] : [deliveries];
    const next = aHandbook({ departments, people: [PEOPLE.sam], sources: [] });
    const work = [...open('care', 1), ...open('deliveries', 1)];
    expect(objectionsTo(next, before, work)).toHaveLength(3);
  });
});
