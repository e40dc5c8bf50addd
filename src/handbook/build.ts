import type {
  Category,
  Department,
  Handbook,
  Person,
  PrivateDesk,
  StyleRule,
} from '../core/handbook.ts';
import type { OpeningHours } from '../core/hours.ts';
import { countriesOf } from './countries.ts';
import { readChannel, readDigest, readDuty, readSlackChannel } from './duty.ts';
import { readFollowUp } from './follow-up.ts';
import { buildHours } from './opening-hours.ts';
import type { HandbookFile } from './schema.ts';
import { readSla, readTargets } from './targets.ts';

/** What the place where Heed runs decides, whatever the file says. */
export interface Overrides {
  /** By source id. */
  readonly replyUrls: Readonly<Record<string, string>>;
  /** By department's id: its channel in Teams, where the file names none. */
  readonly teams?: Readonly<Record<string, string>>;
}

const DISMISS_REASONS = ['spam', 'abuse', 'not about us', 'duplicate'];
const OUTCOMES = ['solved', 'explained', 'passed on', 'not possible'];
const UNDO_MS = 30_000;
const AUTO_RESOLVE_MS = 3 * 86_400_000;
const REPLY_LENGTH = 3000;

/** The handbook of a file that is in order, with what the file leaves out filled in. */
export function buildHandbook(
  file: HandbookFile,
  sha: string,
  { replyUrls, teams = {} }: Overrides,
): Handbook {
  const hours = readHours(file);
  const departments = readDepartments(file, hours, teams);
  return {
    sha,
    company: file.company,
    timezone: file.timezone,
    countries: file.countries ?? countriesOf(file.timezone),
    people: readPeople(file, departments),
    departments,
    categories: readCategories(file, hours),
    defaultDepartment: file.default_department ?? departments[0]?.id ?? '',
    sensitive: readPrivateDesk(file.sensitive),
    routing: readRouting(file),
    style: readStyle(file),
    ownContacts: file.style?.allow ?? [],
    dismissReasons: file.dismiss_reasons ?? DISMISS_REASONS,
    outcomes: file.outcomes ?? OUTCOMES,
    followUp: readFollowUp(file.follow_up),
    autoResolveMs: readAutoResolve(file.auto_resolve),
    sending: { undoMs: file.sending?.undo ?? UNDO_MS },
    sla: readSla(file.sla, file.review_time ?? null),
    digest: file.digest ? readDigest(file.digest) : null,
    sources: file.sources.map((source) => ({
      id: source.id,
      network: source.network,
      secretEnv: source.secret_env,
      replyUrl: replyUrls[source.id] ?? source.reply_url ?? null,
      replyLength: source.reply_length ?? REPLY_LENGTH,
    })),
  };
}

function readAutoResolve(written: HandbookFile['auto_resolve']): number | null {
  return written === 'never' ? null : (written ?? AUTO_RESOLVE_MS);
}

/** An admin acts in all departments, whatever the file lists. */
function readPeople(file: HandbookFile, departments: readonly Department[]): Person[] {
  const all = departments.map(({ id }) => id);
  return file.people.map(({ name, email, role, departments: own }) => ({
    name,
    email,
    role,
    departments: role === 'admin' ? all : (own ?? []),
  }));
}

type HoursByName = ReadonlyMap<string, OpeningHours>;

/** Hours of one name are one object, so that what is worked out for them is worked out once. */
function readHours(file: HandbookFile): HoursByName {
  const named = Object.entries(file.hours ?? {}).map(
    ([name, entry]) => [name, buildHours(entry, file.timezone)] as const,
  );
  return new Map<string, OpeningHours>([['always', 'always'], ...named]);
}

function readDepartments(
  file: HandbookFile,
  hours: HoursByName,
  teams: Readonly<Record<string, string>>,
): Department[] {
  return Object.entries(file.departments).map(([id, department]) => ({
    id,
    name: department.name ?? nameOfId(id),
    channel: readChannel({ teams: teams[id], ...department.channel }),
    contacts: (department.contacts ?? []).map(({ person }) => person),
    contactsAfterMs: (department.contacts ?? []).map(({ after }) => after ?? null),
    duty: readDuty(department.duty ?? []),
    sensitive: readPrivateDesk(department.sensitive),
    hours: hours.get(department.hours ?? 'always') ?? 'always',
    targets: readTargets(department),
  }));
}

function readPrivateDesk(desk: HandbookFile['sensitive']): PrivateDesk | null {
  if (!desk) return null;
  const channel = { slack: readSlackChannel(desk.channel.slack) };
  return { channel, owners: [...new Set(desk.owners)] };
}

function readCategories(file: HandbookFile, hours: HoursByName): Category[] {
  return Object.entries(file.categories ?? {}).map(([id, category]) => ({
    id,
    name: category?.name ?? nameOfId(id),
    department: category?.department ?? null,
    approvals: category?.approvals ?? 0,
    hours: hours.get(category?.hours ?? '') ?? null,
    targets: readTargets(category ?? {}),
  }));
}

/** `people_team` reads "People team". */
function nameOfId(id: string): string {
  const words = id.replace(/[_-]+/gu, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readRouting(file: HandbookFile): Handbook['routing'] {
  return (file.routing ?? []).map((rule) => ({
    words: rule.words ?? null,
    source: rule.source ?? null,
    network: rule.network ?? null,
    kind: rule.kind ?? null,
    language: rule.language ?? null,
    author: rule.author?.map((handle) => handle.replace(/^@/u, '')) ?? null,
    department: rule.department ?? null,
    category: rule.category ?? null,
    outcome: rule.outcome ?? null,
    sensitive: rule.sensitive ?? false,
  }));
}

const STYLE_RULES = ['avoid', 'promises', 'selling', 'superiority'] as const;

function readStyle(file: HandbookFile): StyleRule[] {
  return STYLE_RULES.flatMap((id) => {
    const rule = file.style?.[id];
    if (!rule) return [];
    const { words, severity, say_instead: sayInstead } = rule;
    return [{ id, severity: severity ?? 'warning', words, sayInstead: sayInstead ?? null }];
  });
}
