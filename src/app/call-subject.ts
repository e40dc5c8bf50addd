/** What a call of a key contact is about, as a surface message keeps it. */
import type { ContentId } from '../core/mention.ts';

export interface Call {
  readonly mention: string;
  /** The content that holds the reason: each call has one of its own. */
  readonly reason: ContentId;
}

export function callSubject({ mention, reason }: Call): string {
  return `${mention} ${reason}`;
}

export function readCallSubject(subject: string): Call | null {
  const [mention, reason] = subject.split(' ');
  return mention === undefined || reason === undefined ? null : { mention, reason };
}
