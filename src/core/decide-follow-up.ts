/** What becomes of it that somebody was asked to touch base. */
import { accept, type Context, type Decision, type PersonCommand } from './commands.ts';
import type { MentionEvent } from './events.ts';
import { followUpText } from './follow-up.ts';
import type { Person } from './handbook.ts';
import { type Mention, replyWords } from './mention.ts';

type FollowUpCommand = PersonCommand & { type: 'touch_base' | 'drop_follow_up' };

export function decideFollowUp(
  mention: Mention,
  { type }: FollowUpCommand,
  { email: by }: Person,
  context: Context,
): Decision {
  switch (type) {
    case 'touch_base':
      return touchBase(mention, by, context);
    case 'drop_follow_up':
      return accept([{ type: 'follow_up_dropped', by }]);
    default:
      return type satisfies never;
  }
}

/** With a draft to begin with, unless there is one already. */
function touchBase(mention: Mention, by: string, { handbook, newId }: Context): Decision {
  const touched: MentionEvent = { type: 'touched_base', by };
  const rule = handbook.followUp;
  if (rule === null || replyWords(mention.draft) !== null) return accept([touched]);
  const content = newId();
  const draft = mention.draft?.id ?? newId();
  const text = followUpText(rule.text, mention.author.name);
  return accept([touched, { type: 'draft_saved', draft, content }], new Map([[content, text]]));
}
