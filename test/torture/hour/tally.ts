/** How often what was done, as far as whoever did it could see. */

/** What nobody may have missed in an hour. */
export const KINDS = [
  ...['post', 'write again', 'edit post', 'delete post', 'thank', 'outage'],
  ...['Claim', 'Release', 'Assign', 'Transfer', 'Category', 'Escalate', 'Reply', 'left a draft'],
  ...['asked somebody', 'owe an update', 'Approve', 'Edit and approve', 'Request changes'],
  ...['Withdraw', 'Retry', 'Correct', 'Delete', 'Answered elsewhere', 'Resolve', 'Thanks, close'],
  ...['Dismiss', 'Reopen', 'note', 'note edited', 'note deleted', 'Home opened', 'Home pressed'],
  ...['request pressed', 'pause', 'resume', 'list', 'track by command', 'track by shortcut'],
  ...['Sensitive', 'Not sensitive', 'sensitive post', 'Mute author', 'Unmute', 'like', 'repost'],
  ...['post while muted', 'muted post seen', 'post after a mute', 'muted again'],
  ...['log read', 'Restore'],
  ...['double click', 'refused', 'stop', 'kill'],
] as const;
export type Kind = (typeof KINDS)[number];

/** What a button may say that is no act. */
const ASIDE: readonly string[] = ['Open post', 'More…', 'It was sent', 'It was not sent'];

export interface Tally {
  did(kind: Kind): void;
  count(kind: Kind): number;
  /** Something stands on a card that the play does not know, and so does not press. */
  met(label: string): void;
  missing(): readonly Kind[];
  summary(): string;
}

export function createTally(): Tally {
  const done = new Map<Kind, number>();
  const unknown = new Set<string>();
  const count = (kind: Kind) => done.get(kind) ?? 0;
  return {
    count,
    did(kind) {
      done.set(kind, count(kind) + 1);
    },
    met(label) {
      if (kindOf(label) === null && !ASIDE.includes(label)) unknown.add(label);
    },
    missing: () => KINDS.filter((kind) => count(kind) === 0),
    summary() {
      const counts = KINDS.map((kind) => `${kind} ${count(kind)}`).join(', ');
      return `${counts}; unknown buttons: ${[...unknown].join(', ') || 'none'}`;
    },
  };
}

/** The act of a button, where the play knows it. */
export function kindOf(label: string): Kind | null {
  return KINDS.find((kind) => kind === label && /^[A-Z]/.test(kind)) ?? null;
}
