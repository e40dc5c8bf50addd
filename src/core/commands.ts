import type { Absence } from './absence.ts';
import { HEED_ITSELF, type MentionEvent } from './events.ts';
import type { Finding } from './guide.ts';
import type { Handbook, Person } from './handbook.ts';
import type { Attachment, Author, Instant, LogReason, Words } from './mention.ts';
import type { Mute } from './mute.ts';
import type { Destination } from './routing.ts';

/** What the reader of a dialog or button had before them. A stale one decides nothing. */
export interface Seen {
  /** The number of the latest version, 0 for none. */
  readonly version: number;
  /** `Mention.heard`. */
  readonly heard: number;
}

/** A post as a source understood it. */
export interface Post {
  readonly externalId: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly text: string;
  readonly link: string;
  readonly context: string | null;
  readonly attachments: readonly Attachment[];
  readonly postedAt: Instant;
  readonly editedAt: Instant | null;
}

/** What a person can ask for. */
export type PersonCommand =
  | { readonly type: 'claim' }
  | { readonly type: 'release' }
  | { readonly type: 'assign'; readonly to: string }
  | { readonly type: 'transfer'; readonly department: string }
  | { readonly type: 'category'; readonly category: string }
  | { readonly type: 'save_draft'; readonly text: string }
  | {
      readonly type: 'submit';
      readonly text: string;
      readonly seen: Seen;
      readonly ticked: readonly string[];
      /** E-mail addresses of colleagues who must agree first; nobody when left out. */
      readonly asked?: readonly string[];
      /** Whether we owe an update once it is out; not when left out. */
      readonly owes?: boolean;
    }
  | {
      readonly type: 'edit_and_approve';
      readonly text: string;
      readonly seen: Seen;
      readonly ticked: readonly string[];
    }
  /** Another text for our newest reply, which `seen` tells. */
  | {
      readonly type: 'correct';
      readonly text: string;
      readonly seen: Seen;
      readonly ticked: readonly string[];
      readonly asked?: readonly string[];
    }
  /** Takes our newest reply back; the reason is for whoever approves it and may be empty. */
  | { readonly type: 'delete'; readonly seen: Seen; readonly reason: string }
  | { readonly type: 'approve'; readonly seen: Seen }
  | { readonly type: 'request_changes'; readonly seen: Seen; readonly reason: string }
  | { readonly type: 'withdraw' }
  | { readonly type: 'retry'; readonly seen: Seen }
  | { readonly type: 'say_sent'; readonly link: string | null }
  | { readonly type: 'say_not_sent' }
  | { readonly type: 'answered_elsewhere'; readonly link: string }
  | { readonly type: 'resolve'; readonly outcome: string }
  | { readonly type: 'thanks_close' }
  | { readonly type: 'dismiss'; readonly reason: string }
  | { readonly type: 'reopen' }
  /** Takes up again what was resolved, to ask the customer how they are. */
  | { readonly type: 'touch_base' }
  | { readonly type: 'drop_follow_up' }
  | { readonly type: 'restore' }
  /** Whatever its author posts until then is kept off the desk. */
  | { readonly type: 'mute'; readonly reason: string; readonly until: Instant | null }
  | { readonly type: 'unmute' }
  | { readonly type: 'escalate'; readonly reason: string }
  | { readonly type: 'snooze' }
  | { readonly type: 'make_sensitive' }
  | { readonly type: 'make_ordinary' }
  /** What they wrote in the card's thread; with `editedAt`, as they changed it later. */
  | {
      readonly type: 'note';
      readonly note: string;
      readonly text: string;
      readonly at: Instant;
      readonly editedAt: Instant | null;
    };

/** What Heed itself and the sources bring. */
export type SystemCommand =
  | {
      readonly type: 'open';
      readonly ref: string;
      readonly source: string;
      readonly network: string;
      readonly threadRoot: string;
      readonly author: Author;
      readonly department: string;
      readonly category: string | null;
      /** Not sensitive when left out. */
      readonly sensitive?: boolean;
      readonly post: Post;
      /** Why it is kept off the desk; null or left out where it goes there. */
      readonly log?: LogReason | null;
    }
  | {
      readonly type: 'receive';
      readonly post: Post;
      /** Where it would go by itself; left out for what has been with us all along. */
      readonly to?: Destination;
    }
  | {
      readonly type: 'edit_post';
      readonly externalId: string;
      readonly text: string;
      readonly attachments: readonly Attachment[];
      readonly editedAt: Instant;
    }
  | { readonly type: 'delete_post'; readonly externalId: string }
  | { readonly type: 'rethread'; readonly threadRoot: string }
  | { readonly type: 'join'; readonly into: string; readonly ref: string }
  | { readonly type: 'begin_publishing'; readonly version: string; readonly able: boolean }
  | { readonly type: 'repeat_publishing'; readonly version: string }
  | {
      readonly type: 'sent';
      readonly version: string;
      readonly externalId: string | null;
      readonly link: string | null;
    }
  | {
      readonly type: 'not_sent';
      readonly version: string;
      readonly because:
        | { readonly type: 'refused'; readonly reason: string }
        | { readonly type: 'postponed'; readonly until: Instant }
        | { readonly type: 'unknown' };
    }
  | { readonly type: 'owner_left' }
  /** No surface knows them any more, though the handbook does. */
  | { readonly type: 'owner_gone'; readonly owner: string }
  /** A clock of it may matter now. */
  | { readonly type: 'tick' }
  /** Somebody who was asked to agree may no longer be in the handbook. */
  | { readonly type: 'asked_left' }
  /** A known note says something else by now, whoever its author is today. */
  | {
      readonly type: 'edit_note';
      readonly note: string;
      readonly text: string;
      readonly editedAt: Instant;
    }
  | { readonly type: 'delete_note'; readonly note: string; readonly by: string };

export type Command = PersonCommand | SystemCommand;
export type CommandType = Command['type'];

export type Actor =
  | { readonly type: 'person'; readonly person: Person }
  | { readonly type: 'outsider'; readonly name: string }
  | { readonly type: 'heed' }
  | { readonly type: 'source'; readonly source: string };

/** Everything a decision rests on besides the mention and the command. */
export interface Context {
  readonly now: Instant;
  readonly actor: Actor;
  readonly handbook: Handbook;
  readonly words: Words;
  /** The standing mute of the mention's author. */
  readonly mute: Mute | null;
  /** Who is away; nobody where the command does not ask for it. */
  readonly away: readonly Absence[];
  readonly newId: () => string;
  /** The style guide's verdict on a draft for this mention's network. */
  readonly findings: (text: string) => readonly Finding[];
}

export type RefusalCode =
  | 'outsider'
  | 'not_allowed'
  | 'not_now'
  | 'stale'
  | 'findings'
  | 'input'
  /** The text is fine; somebody named cannot be asked. */
  | 'asked';

/** A no, with a sentence for whoever asked. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly sentence: string;
  readonly findings: readonly Finding[];
}

export type Decision =
  | { readonly ok: true; readonly events: readonly MentionEvent[]; readonly words: Words }
  | { readonly ok: false; readonly refusal: Refusal };

const NO_WORDS: Words = new Map();

export function accept(events: readonly MentionEvent[], words: Words = NO_WORDS): Decision {
  return { ok: true, events, words };
}

export function refuse(
  code: RefusalCode,
  sentence: string,
  findings: readonly Finding[] = [],
): Decision {
  return { ok: false, refusal: { code, sentence, findings } };
}

export function actorName(actor: Actor): string {
  switch (actor.type) {
    case 'person':
      return actor.person.email;
    case 'source':
      return `source:${actor.source}`;
    case 'heed':
      return HEED_ITSELF;
    case 'outsider':
      return `outsider:${actor.name}`;
    default:
      return actor satisfies never;
  }
}

/** Two acts of one person with the same key, one right after the other, are one act. */
export function actKey(command: Command): string {
  switch (command.type) {
    case 'assign':
      return `assign:${command.to}`;
    case 'transfer':
      return `transfer:${command.department}`;
    case 'category':
      return `category:${command.category}`;
    case 'approve':
      return `approve:${command.seen.version}`;
    case 'submit': {
      const { asked = [], owes = false } = command;
      const who = asked.toSorted().join(',');
      return `submit:${command.seen.version}:${command.seen.heard}:${who}:${owes ? 'owes' : 'waits'}`;
    }
    case 'request_changes':
    case 'correct':
    case 'delete':
    case 'edit_and_approve':
      return `${command.type}:${command.seen.version}:${command.seen.heard}`;
    case 'say_sent':
    case 'answered_elsewhere':
      return `${command.type}:${command.link}`;
    case 'resolve':
      return `resolve:${command.outcome}`;
    case 'dismiss':
      return `dismiss:${command.reason}`;
    case 'mute':
      return `mute:${command.until}`;
    case 'begin_publishing':
    case 'sent':
      return `${command.type}:${command.version}`;
    case 'note':
    case 'edit_note':
    case 'delete_note':
      return `${command.type}:${command.note}`;
    default:
      return command.type;
  }
}
