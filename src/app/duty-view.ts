/** The direct message that says that a department's day began with nobody on duty. */
import { absenceOf, isAway } from '../core/absence.ts';
import { expectedIn, mayBeUnmanned } from '../core/duty.ts';
import { departmentOf, nameOf, personOf } from '../core/handbook.ts';
import { dayBegun } from '../core/shifts.ts';
import type { House } from './house.ts';
import type { SurfaceMessage } from './surface-message.ts';
import type { Surface, View } from './surface-port.ts';

interface Day {
  readonly department: string;
  /** Local, such as `2026-11-23`. */
  readonly date: string;
}

export function dutySubject({ department, date }: Day): string {
  return `${department} ${date}`;
}

function readSubject(subject: string): Day {
  const [department = '', date = ''] = subject.split(' ');
  return { department, date };
}

/** Null where somebody is there after all, and once that day is over. */
export async function dutyView(
  house: House,
  surface: Surface,
  { subject }: SurfaceMessage,
): Promise<View | null> {
  const handbook = house.handbook();
  const day = readSubject(subject);
  const now = house.now();
  const department = departmentOf(handbook, day.department);
  if (department === null) return null;
  if (dayBegun(department.hours, handbook.timezone, now) !== day.date) return null;
  const away = await house.store.absent(now);
  if (!mayBeUnmanned(department.id, handbook, away)) return null;
  const { people, groups } = expectedIn(department.id, handbook);
  const members = new Set<string>();
  for (const group of groups) {
    for (const email of await surface.membersOf(group)) members.add(email);
  }
  const known = [...members].filter((email) => personOf(handbook, email) !== null);
  if (known.some((email) => !isAway(email, away))) return null;
  const gone = [...new Set([...people, ...known])].flatMap((email) => {
    const absence = absenceOf(email, away);
    return absence === null ? [] : [{ name: nameOf(handbook, email), until: absence.until }];
  });
  return {
    type: 'duty',
    department: department.name,
    away: gone,
    groups: known.length === 0 ? groups : [],
  };
}
