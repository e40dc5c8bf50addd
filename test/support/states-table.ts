/** Which command leads from which state to which, as a table to read. */
import type { CommandType } from '../../src/core/commands.ts';
import type { Status } from '../../src/core/mention.ts';

/**
 * `=` stays as it is, `·` is refused, `/` depends: what is kept off the desk wakes nothing, a tick
 * closes what was silent for long. `save draft` is open while a version is under
 * way, because typing in a dialog must never be lost.
 */
const TABLE = `
| command                      | U   | C   | R   | S       | P     | ?   | A   | X | D   | L   |
| claim                        | C   | ·   | ·   | ·       | ·     | ·   | ·   | · | ·   | ·   |
| release                      | ·   | U   | ·   | ·       | ·     | ·   | ·   | · | ·   | ·   |
| assign                       | C   | =   | =   | =       | ·     | =   | =   | · | ·   | ·   |
| transfer                     | =   | U   | ·   | ·       | ·     | ·   | ·   | · | ·   | ·   |
| category                     | =   | =   | =   | =/R     | ·     | ·   | =   | · | ·   | ·   |
| save draft                   | ·   | =   | =   | =       | ·     | ·   | =   | · | ·   | ·   |
| submit, edit                 | ·   | R/S | R/S | R/S     | ·     | ·   | R/S | · | ·   | ·   |
| edit and approve             | ·   | ·   | R/S | ·       | ·     | ·   | ·   | · | ·   | ·   |
| approve                      | ·   | ·   | =/S | ·       | ·     | ·   | ·   | · | ·   | ·   |
| request changes              | ·   | ·   | C   | ·       | ·     | ·   | ·   | · | ·   | ·   |
| withdraw                     | ·   | ·   | C   | C       | ·     | ·   | ·   | · | ·   | ·   |
| begin publishing             | ·   | ·   | ·   | P/=/R/C | ·     | ·   | ·   | · | ·   | ·   |
| sent                         | ·   | ·   | ·   | ·       | A/C   | A/C | ·   | · | ·   | ·   |
| not sent                     | ·   | ·   | ·   | ·       | S/C/? | C   | ·   | · | ·   | ·   |
| retry a refused version      | ·   | R/S | ·   | ·       | ·     | ·   | ·   | · | ·   | ·   |
| answered elsewhere           | A   | A   | A   | A       | ·     | A   | =   | · | ·   | ·   |
| resolve                      | ·   | D/· | ·   | ·       | ·     | ·   | D   | · | ·   | ·   |
| dismiss                      | X/· | X/· | ·   | ·       | ·     | ·   | ·   | · | ·   | ·   |
| reopen                       | ·   | ·   | ·   | ·       | ·     | ·   | ·   | U | U   | ·   |
| correct or delete our reply  | R/S/· | R/S/· | · | ·     | ·     | ·   | R/S/· | · | · | ·   |
| escalate                     | =   | =   | =   | =       | =     | =   | =   | · | ·   | ·   |
| snooze                       | ·   | =/· | =/· | =/·     | =/·   | =/· | ·   | · | ·   | ·   |
| make sensitive               | =   | =/U | C/U | C/U     | ·     | ·   | =/U | = | =   | ·   |
| make ordinary                | =   | =/U | C/U | C/U     | ·     | ·   | =/U | = | =   | ·   |
| customer writes again        | =   | =/U | C/U | C/U     | =     | =   | C/U/= | U/= | C/U/= | U/= |
| post edited or deleted       | =   | =   | C   | C       | =     | =   | =   | = | =   | =   |
| owner left the handbook      | ·   | U   | U   | U       | =     | =   | =   | · | ·   | ·   |
| owner gone from the surface  | ·   | U   | =   | =       | =     | =   | =   | = | =   | ·   |
| asked left the handbook      | ·   | ·   | =/S | ·       | ·     | ·   | ·   | · | ·   | ·   |
| note                         | =   | =   | =   | =       | =     | =   | =   | = | =   | =   |
| tick                         | =   | =/U | =   | =       | =     | =   | =/D | = | =   | =   |
| touch base                   | ·   | ·   | ·   | ·       | ·     | ·   | ·   | · | C/· | ·   |
| drop the follow-up           | ·   | ·   | ·   | ·       | ·     | ·   | ·   | · | =/· | ·   |
| restore                      | ·   | ·   | ·   | ·       | ·     | ·   | ·   | · | ·   | U   |
| mute                         | =   | =   | =   | =       | =     | =   | =   | = | =   | ·   |
| unmute                       | =   | =   | =   | =       | =     | =   | =   | = | =   | ·   |
`;

const LETTERS: Readonly<Record<string, Status>> = {
  U: 'unclaimed',
  C: 'claimed',
  R: 'in_review',
  S: 'scheduled',
  P: 'publishing',
  '?': 'unsure',
  A: 'answered',
  X: 'dismissed',
  D: 'resolved',
  L: 'logged',
};

export type Leads = Status | 'stays' | 'refused';

export interface Cell {
  readonly command: string;
  readonly from: Status;
  /** All that can come of it. */
  readonly leads: readonly Leads[];
}

export const CELLS: readonly Cell[] = cellsOf(TABLE);

function cellsOf(table: string): Cell[] {
  const [header = [], ...rows] = table.trim().split('\n').map(entriesOf);
  return rows.flatMap(([command = '', ...cells]) =>
    cells.map((cell, index) => ({
      command,
      from: statusOf(header[index + 1] ?? ''),
      leads: cell.split('/').map(leadsTo),
    })),
  );
}

function entriesOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((entry) => entry.trim());
}

function leadsTo(sign: string): Leads {
  if (sign === '=') return 'stays';
  return sign === '·' ? 'refused' : statusOf(sign);
}

function statusOf(letter: string): Status {
  const status = LETTERS[letter];
  if (status === undefined) throw new Error(`the table knows no state "${letter}"`);
  return status;
}

/** The row of a command; null for the opening, and for repeating a call, which changes no state. */
function rowOf(command: CommandType): string | null {
  switch (command) {
    case 'open':
    case 'repeat_publishing':
      return null;
    case 'save_draft':
      return 'save draft';
    case 'submit':
      return 'submit, edit';
    case 'edit_and_approve':
      return 'edit and approve';
    case 'request_changes':
      return 'request changes';
    case 'begin_publishing':
      return 'begin publishing';
    case 'say_sent':
      return 'sent';
    case 'not_sent':
    case 'say_not_sent':
      return 'not sent';
    case 'retry':
      return 'retry a refused version';
    case 'answered_elsewhere':
      return 'answered elsewhere';
    case 'thanks_close':
      return 'resolve';
    case 'correct':
    case 'delete':
      return 'correct or delete our reply';
    case 'touch_base':
      return 'touch base';
    case 'drop_follow_up':
      return 'drop the follow-up';
    case 'make_sensitive':
      return 'make sensitive';
    case 'make_ordinary':
      return 'make ordinary';
    case 'receive':
      return 'customer writes again';
    case 'edit_post':
    case 'delete_post':
      return 'post edited or deleted';
    case 'owner_left':
      return 'owner left the handbook';
    case 'owner_gone':
      return 'owner gone from the surface';
    case 'asked_left':
      return 'asked left the handbook';
    case 'edit_note':
    case 'delete_note':
      return 'note';
    default:
      return command;
  }
}

/** Whether the table lets this command take a mention from one state to the other. */
export function allows(command: CommandType, from: Status, to: Status): boolean {
  const row = rowOf(command);
  if (row === null) return from === to;
  const cell = CELLS.find((one) => one.command === row && one.from === from);
  if (cell === undefined) throw new Error(`the table has no cell for ${row} in ${from}`);
  return cell.leads.includes(to) || (cell.leads.includes('stays') && from === to);
}
