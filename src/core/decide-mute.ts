/** Muting the author of a mention, and ending that. Neither changes the mention itself. */
import { accept, type Context, type Decision, type PersonCommand, refuse } from './commands.ts';
import type { Person } from './handbook.ts';
import type { Mention } from './mention.ts';
import { mistakeIn } from './mute.ts';

export function decideMute(
  mention: Mention,
  command: PersonCommand & { type: 'mute' | 'unmute' },
  { email: by }: Person,
  context: Context,
): Decision {
  const { mute } = context;
  if (command.type === 'unmute') {
    if (mute === null) return refuse('not_now', `${mention.author.name} is not muted (any more).`);
    return accept([{ type: 'unmuted', by }]);
  }
  const { until } = command;
  const reason = command.reason.trim();
  const mistake = mistakeIn(command, context.now);
  if (mistake !== null || until === null) return refuse('input', mistake?.sentence ?? '');
  if (mute?.by === by && mute.until === until && mute.reason === reason) return accept([]);
  const content = context.newId();
  return accept([{ type: 'muted', by, until, reason: content }], new Map([[content, reason]]));
}
