/** Who may do what, as a table, cell by cell: in their own department, then in another one. */
import { expect, test } from 'vitest';
import type { Actor, PersonCommand } from '../../src/core/commands.ts';
import type { Person, Role } from '../../src/core/handbook.ts';
import { actor, aHandbook, HEED, OUTSIDER, withDesk } from '../support/cast.ts';
import { naturalCommands } from '../support/natural-commands.ts';
import { aPlay, askedToTouchBase, FOLLOW_UP, type Given, type Play } from '../support/play.ts';

const WHO = ['outsider', 'trainee', 'agent', 'reviewer', 'lead', 'admin'] as const;

/**
 * `theirs`: whoever presses has the mention; `other's`: somebody else has it. For reviews and
 * `withdraw` it is the version that is theirs or another's.
 */
const TABLE = `
| command            | whose            | outsider | trainee | agent | reviewer | lead | admin |
| note               | nobody's         | no       | yes     | yes   | yes      | yes  | yes   |
| note               | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| note               | other's          | no       | yes     | yes   | yes      | yes  | yes   |
| make_sensitive     | nobody's         | no       | yes     | yes   | yes      | yes  | yes   |
| make_sensitive     | other's          | no       | yes     | yes   | yes      | yes  | yes   |
| claim              | nobody's         | no       | yes     | yes   | yes      | yes  | yes   |
| save_draft         | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| save_draft         | other's          | no       | no      | no    | no       | no   | no    |
| submit             | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| submit             | other's          | no       | no      | no    | no       | no   | no    |
| release            | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| release            | other's          | no       | no      | no    | no       | yes  | yes   |
| assign             | nobody's         | no       | no      | no    | no       | yes  | yes   |
| assign             | theirs           | no       | no      | no    | no       | yes  | yes   |
| assign             | other's          | no       | no      | no    | no       | yes  | yes   |
| transfer           | nobody's         | no       | no      | yes   | yes      | yes  | yes   |
| transfer           | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| transfer           | other's          | no       | no      | no    | no       | yes  | yes   |
| category           | nobody's         | no       | no      | yes   | yes      | yes  | yes   |
| category           | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| category           | other's          | no       | no      | no    | no       | yes  | yes   |
| dismiss            | nobody's         | no       | no      | yes   | yes      | yes  | yes   |
| dismiss            | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| dismiss            | other's          | no       | no      | no    | no       | yes  | yes   |
| answered_elsewhere | nobody's         | no       | no      | yes   | yes      | yes  | yes   |
| answered_elsewhere | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| answered_elsewhere | other's          | no       | no      | no    | no       | yes  | yes   |
| resolve            | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| resolve            | other's          | no       | no      | no    | no       | yes  | yes   |
| thanks_close       | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| thanks_close       | other's          | no       | no      | no    | no       | yes  | yes   |
| retry              | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| retry              | other's          | no       | no      | no    | no       | yes  | yes   |
| reopen             | theirs           | no       | no      | yes   | yes      | yes  | yes   |
| reopen             | other's          | no       | no      | no    | no       | yes  | yes   |
| touch_base         | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| touch_base         | other's          | no       | yes     | yes   | yes      | yes  | yes   |
| drop_follow_up     | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| drop_follow_up     | other's          | no       | yes     | yes   | yes      | yes  | yes   |
| restore            | nobody's         | no       | no      | no    | no       | yes  | yes   |
| mute               | nobody's         | no       | no      | no    | no       | yes  | yes   |
| mute               | theirs           | no       | no      | no    | no       | yes  | yes   |
| mute               | other's          | no       | no      | no    | no       | yes  | yes   |
| unmute             | nobody's         | no       | no      | no    | no       | yes  | yes   |
| unmute             | other's          | no       | no      | no    | no       | yes  | yes   |
| escalate           | nobody's         | no       | yes     | yes   | yes      | yes  | yes   |
| escalate           | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| escalate           | other's          | no       | yes     | yes   | yes      | yes  | yes   |
| snooze             | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| snooze             | other's          | no       | yes     | yes   | yes      | yes  | yes   |
| approve            | theirs           | no       | no      | no    | no       | no   | no    |
| approve            | other's          | no       | no      | no    | yes      | yes  | yes   |
| edit_and_approve   | theirs           | no       | no      | no    | no       | no   | no    |
| edit_and_approve   | other's          | no       | no      | no    | yes      | yes  | yes   |
| request_changes    | theirs           | no       | no      | no    | no       | no   | no    |
| request_changes    | other's          | no       | no      | no    | yes      | yes  | yes   |
| withdraw           | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| withdraw           | other's          | no       | no      | no    | no       | yes  | yes   |
| say_sent           | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| say_sent           | other's          | no       | no      | no    | no       | yes  | yes   |
| say_not_sent       | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| say_not_sent       | other's          | no       | no      | no    | no       | yes  | yes   |
| correct            | nobody's         | no       | yes     | yes   | yes      | yes  | yes   |
| correct            | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| correct            | other's          | no       | no      | no    | no       | yes  | yes   |
| delete             | nobody's         | no       | yes     | yes   | yes      | yes  | yes   |
| delete             | theirs           | no       | yes     | yes   | yes      | yes  | yes   |
| delete             | other's          | no       | no      | no    | no       | yes  | yes   |
`;

type Whose = "nobody's" | 'theirs' | "other's";

interface Row {
  readonly command: PersonCommand['type'];
  readonly whose: Whose;
  readonly may: readonly boolean[];
}

const ROWS = TABLE.trim().split('\n').slice(1).map(rowOf);

function rowOf(line: string): Row {
  const [command = '', whose, ...may] = line
    .split('|')
    .slice(1, -1)
    .map((one) => one.trim());
  if (!isCommand(command)) throw new Error(`there is no command ${command}`);
  if (whose !== "nobody's" && whose !== 'theirs' && whose !== "other's") throw new Error(line);
  return { command, whose, may: may.map((one) => one === 'yes') };
}

function isCommand(text: string): text is PersonCommand['type'] {
  return Object.hasOwn(naturalCommands(aPlay()), text);
}

function presser(role: Role, department: string): Person {
  const departments = role === 'admin' ? [] : [department];
  return { name: 'Pat', email: 'pat@acme.example', role, departments };
}

/** A mention of Care at which the command makes sense, had by the presser, Sam or nobody. */
function sceneOf({ command, whose }: Row, pat: Person): Play {
  const plain = command === 'make_sensitive' ? withDesk(aHandbook(), ['rita']) : aHandbook();
  const handbook = { ...plain, people: [...plain.people, { ...pat, departments: ['care'] }] };
  const owner = whose === 'theirs' ? { ...pat, departments: ['care'] } : 'sam';
  const given: Given = { handbook, owner };
  const changes = command === 'correct' || command === 'delete';
  if (command === 'restore') return aPlay({ handbook, status: 'logged' });
  if (command === 'unmute')
    return muted(aPlay(whose === "nobody's" ? { handbook } : { ...given, status: 'claimed' }));
  if (whose === "nobody's") {
    if (!changes) return aPlay({ handbook });
    return aPlay({ handbook, status: 'resolved' }).does('lena', { type: 'reopen' });
  }
  switch (command) {
    case 'approve':
    case 'edit_and_approve':
    case 'request_changes':
    case 'withdraw':
      return aPlay({ ...given, status: 'in_review' });
    case 'say_sent':
    case 'say_not_sent':
      return aPlay({ ...given, status: 'unsure' });
    case 'resolve':
    case 'correct':
    case 'delete':
      return aPlay({ ...given, status: 'answered' });
    case 'thanks_close':
      return aPlay({ ...given, status: 'answered' }).hears();
    case 'reopen':
      return aPlay({ ...given, status: 'dismissed' });
    case 'touch_base':
    case 'drop_follow_up':
      return askedToTouchBase({ ...given, handbook: { ...handbook, followUp: FOLLOW_UP } });
    case 'retry':
      return refused(aPlay({ ...given, status: 'publishing' }));
    default:
      return aPlay({ ...given, status: 'claimed' });
  }
}

function muted(play: Play): Play {
  return play.does('lena', { type: 'mute', reason: 'Insults.', until: play.now + 86_400_000 });
}

function refused(play: Play): Play {
  const because = { type: 'refused', reason: 'no replies here' } as const;
  return play.does(HEED, { type: 'not_sent', version: play.version, because });
}

function firstOf(play: Play, type: PersonCommand['type']): PersonCommand {
  const [command] = naturalCommands(play)[type];
  if (command === undefined) throw new Error(`nothing to give as ${type}`);
  return command;
}

for (const row of ROWS) {
  for (const [index, who] of WHO.entries()) {
    const may = row.may[index] === true;
    const verb = may ? 'may' : 'may not';
    test(`${who} ${verb} ${row.command} what is ${row.whose}`, () => {
      const pat = presser(who === 'outsider' ? 'agent' : who, 'care');
      const play = sceneOf(row, pat);
      const presses = who === 'outsider' ? OUTSIDER : actor(pat);
      const code = who === 'outsider' ? 'outsider' : 'not_allowed';
      check(play, presses, firstOf(play, row.command), may ? null : code);
    });
    if (who === 'outsider') continue;
    const elsewhere = may && who === 'admin';
    const there = elsewhere ? 'may' : 'may not';
    test(`${who} ${there} ${row.command} what is ${row.whose} in another department`, () => {
      const pat = presser(who, 'deliveries');
      const play = sceneOf(row, pat);
      check(play, actor(pat), firstOf(play, row.command), elsewhere ? null : 'not_allowed');
    });
  }
}

function check(play: Play, who: Actor, command: PersonCommand, code: string | null): void {
  const decision = play.tries(who, command);
  if (code === null) {
    expect(decision).toMatchObject({ ok: true });
    if (command.type !== 'save_draft') expect(decision).not.toMatchObject({ events: [] });
    return;
  }
  expect(decision).toMatchObject({ ok: false, refusal: { code } });
  expect(decision.ok ? '' : decision.refusal.sentence).toMatch(/^[A-Z].+\.$/);
}

test('a version stays its author’s when the mention is given to somebody else', () => {
  const play = aPlay({ status: 'in_review', owner: 'rita' });
  play.does('lena', { type: 'assign', to: 'sam@acme.example' });
  expect(play.tries('rita', { type: 'approve', seen: play.seen })).toMatchObject({ ok: false });
  expect(play.tries('rita', { type: 'withdraw' })).toMatchObject({ ok: true });
  expect(play.tries('sam', { type: 'withdraw' })).toMatchObject({ ok: false });
});

test('a reviewer may approve another’s version of a mention they have themselves', () => {
  const play = aPlay({ status: 'in_review', owner: 'sam' });
  play.does('lena', { type: 'assign', to: 'rita@acme.example' });
  play.does('rita', { type: 'approve', seen: play.seen });
  expect(play.status).toBe('scheduled');
});

test('whoever is refused reads who has it', () => {
  const play = aPlay({ status: 'claimed', owner: 'sam' });
  const decision = play.tries('ana', { type: 'release' });
  expect(decision).toMatchObject({ refusal: { sentence: expect.stringContaining('Sam') } });
});

test('an assigned person has to act in the department', () => {
  const play = aPlay({ status: 'claimed' });
  const dora = { type: 'assign', to: 'dora@acme.example' } as const;
  expect(play.tries('lena', dora)).toMatchObject({ ok: false, refusal: { code: 'input' } });
  expect(play.tries('lena', { ...dora, to: 'nobody@acme.example' })).toMatchObject({ ok: false });
  expect(play.tries('lena', { ...dora, to: 'adam@acme.example' })).toMatchObject({ ok: true });
});
