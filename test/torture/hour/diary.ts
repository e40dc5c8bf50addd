/**
 * What the staff themselves know of their work, kept apart from Heed: what each of them wrote and
 * saw accepted, approved or taken back. At the end the database and the website must agree with it.
 */

export interface Entry {
  readonly by: string;
  /** The mention's reference. */
  readonly ref: string;
  readonly kind: 'reply' | 'edit' | 'correction' | 'deletion';
  /** Begins with its mark; empty for a deletion. */
  readonly text: string;
  /** Whether the dialog said that somebody has to approve. */
  readonly needsReview: boolean;
  /** E-mail addresses of who must agree. */
  readonly asked: readonly string[];
  /** `unknown` where Heed ended before it answered. */
  outcome: 'taken' | 'refused' | 'unknown';
  readonly approvedBy: Set<string>;
  /** Withdrawn or sent back, and seen to be. */
  stopped: boolean;
}

interface Pause {
  readonly from: number;
  to: number;
}

export interface Diary {
  readonly entries: readonly Entry[];
  readonly pauses: readonly Pause[];
  /** The mentions whose category a lead has changed, by which fewer may have to approve. */
  readonly relabelled: ReadonlySet<string>;
  /** Begins a text with a mark that nothing else has. */
  mark(text: string): string;
  write(entry: Entry): void;
  /** Everything whose mark is to be read there, the newest last. */
  about(said: string): readonly Entry[];
  relabel(ref: string): void;
  pause(): void;
  /** Before it is asked for. */
  resume(): void;
}

export function createDiary(): Diary {
  const entries: Entry[] = [];
  const pauses: Pause[] = [];
  const relabelled = new Set<string>();
  let marks = 0;
  return {
    entries,
    pauses,
    relabelled,
    mark(text) {
      marks += 1;
      return `R${marks}: ${text}`;
    },
    write: (entry) => void entries.push(entry),
    about(said) {
      const marked = new Set(said.match(/\bR\d+(?=:)/g) ?? []);
      return entries.filter(({ text }) => marked.has(markOf(text)));
    },
    relabel: (ref) => void relabelled.add(ref),
    pause: () => void pauses.push({ from: Date.now(), to: Number.POSITIVE_INFINITY }),
    resume() {
      const last = pauses.at(-1);
      if (last !== undefined) last.to = Math.min(last.to, Date.now());
    },
  };
}

export function markOf(text: string): string {
  return text.split(':')[0] ?? '';
}
