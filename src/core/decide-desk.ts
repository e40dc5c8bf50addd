/** Who has it, where it stands, what it is, and how it ends. */
import { isDirect, leastApprovals } from './approvals.ts';
import { maySee, transfersFrom, worksOn } from './audience.ts';
import { accept, type Context, type Decision, type PersonCommand, refuse } from './commands.ts';
import { restoration } from './decide-inbound.ts';
import { reopenReview } from './decide-reply.ts';
import type { MentionEvent } from './events.ts';
import { categoryOf, departmentOf, type Person, personOf } from './handbook.ts';
import { nextContact } from './ladder.ts';
import { approvalsOf, type Mention } from './mention.ts';
import { leads } from './permits.ts';

type DeskCommand = PersonCommand & {
  type:
    | 'claim'
    | 'release'
    | 'assign'
    | 'transfer'
    | 'category'
    | 'answered_elsewhere'
    | 'resolve'
    | 'thanks_close'
    | 'dismiss'
    | 'reopen'
    | 'restore'
    | 'escalate';
};

/** The outcome that "Thanks, close" records. */
const THANKED = 'thanked';

export function decideDesk(
  mention: Mention,
  command: DeskCommand,
  person: Person,
  context: Context,
): Decision {
  switch (command.type) {
    case 'claim':
      return accept([{ type: 'claimed', by: person.email }]);
    case 'release':
      return accept([{ type: 'released' }]);
    case 'assign':
      return assign(mention, command.to, context);
    case 'transfer':
      return transfer(mention, command.department, context);
    case 'category':
      return categorise(mention, command.category, person, context);
    case 'answered_elsewhere':
      return answeredElsewhere(mention, command.link, person, context);
    case 'resolve':
      if (!context.handbook.outcomes.includes(command.outcome)) {
        return refuse(
          'input',
          `Choose one of the outcomes: ${context.handbook.outcomes.join(', ')}.`,
        );
      }
      return accept([{ type: 'resolved', outcome: command.outcome, silentMs: null }]);
    case 'thanks_close':
      return accept([{ type: 'resolved', outcome: THANKED, silentMs: null }]);
    case 'dismiss':
      if (!context.handbook.dismissReasons.includes(command.reason)) {
        return refuse(
          'input',
          `Choose one of the reasons: ${context.handbook.dismissReasons.join(', ')}.`,
        );
      }
      return accept([
        ...claimFirst(mention, person),
        { type: 'dismissed', reason: command.reason },
      ]);
    case 'reopen':
      return accept([{ type: 'reopened' }]);
    case 'restore':
      return accept([restoration('asked', mention, context.handbook)]);
    case 'escalate':
      return escalate(mention, command.reason, person, context);
    default:
      return command satisfies never;
  }
}

function claimFirst(mention: Mention, person: Person): readonly MentionEvent[] {
  return mention.owner === null ? [{ type: 'claimed', by: person.email }] : [];
}

function assign(mention: Mention, to: string, context: Context): Decision {
  const person = personOf(context.handbook, to);
  if (person === null)
    return refuse('input', `${to} is not in the handbook. An admin can add them.`);
  if (!maySee(person, mention, context.handbook)) {
    return refuse('input', `This is sensitive, and ${person.name} is not named for it.`);
  }
  if (!worksOn(person, mention, context.handbook)) {
    const department =
      departmentOf(context.handbook, mention.department)?.name ?? mention.department;
    return refuse(
      'input',
      `${person.name} is not in ${department}. Transfer it to their department instead.`,
    );
  }
  if (mention.owner === person.email) return accept([]);
  return accept([{ type: 'assigned', to: person.email }]);
}

function transfer(mention: Mention, to: string, context: Context): Decision {
  const department = departmentOf(context.handbook, to);
  if (department === null)
    return refuse('input', `There is no department "${to}" in the handbook.`);
  if (department.id === mention.department) {
    return refuse('input', `${mention.ref} is with ${department.name} already.`);
  }
  if (!transfersFrom(mention, context.handbook).some(({ id }) => id === department.id)) {
    return refuse(
      'input',
      `This is sensitive, and the handbook names no private channel for ${department.name}.`,
    );
  }
  return accept([{ type: 'transferred', from: mention.department, to: department.id }]);
}

/** A category may raise the approvals at any time; only a lead's choice lowers them. */
function categorise(mention: Mention, id: string, person: Person, context: Context): Decision {
  const category = categoryOf(context.handbook, id);
  if (category === null) return refuse('input', `There is no category "${id}" in the handbook.`);
  if (category.id === mention.category) return accept([]);
  const version = mention.draft?.versions.at(-1) ?? null;
  const author = version === null ? null : personOf(context.handbook, version.author);
  const replaces = version?.replaces ?? null;
  const least = leastApprovals(author, replaces);
  const lead = leads(person);
  const floor = lead ? category.approvals : Math.max(mention.floor, category.approvals);
  const needed = isDirect(mention, author, replaces, context.handbook)
    ? (version?.needed ?? 0)
    : Math.max(floor, least, lead ? 0 : (version?.needed ?? 0));
  const events: MentionEvent[] = [{ type: 'categorised', category: category.id, floor, needed }];
  if (mention.status === 'scheduled' && version !== null && approvalsOf(version) < needed) {
    events.push(reopenReview(mention, version, needed, context.handbook));
  }
  return accept(events);
}

function answeredElsewhere(
  mention: Mention,
  link: string,
  person: Person,
  context: Context,
): Decision {
  if (!URL.canParse(link) || !/^https?:\/\//i.test(link)) {
    return refuse('input', 'Give the full link of the answer, starting with https://.');
  }
  return accept([
    ...claimFirst(mention, person),
    {
      type: 'answered_elsewhere',
      message: {
        id: context.newId(),
        externalId: null,
        parentId: null,
        direction: 'outbound',
        kind: 'elsewhere',
        content: null,
        link,
        context: null,
        attachments: [],
        postedAt: context.now,
        receivedAt: context.now,
        editedAt: null,
        deletedAt: null,
        writtenBy: person.email,
        approvedBy: [],
      },
    },
  ]);
}

/** One rung at a time: whoever was called gets the time to act before the next one is. */
function escalate(mention: Mention, reason: string, person: Person, context: Context): Decision {
  const text = reason.trim();
  if (text === '') return refuse('input', 'Say why, so that they know what is needed of them.');
  const next = nextContact(mention, person.email, context.handbook, context.away);
  if (!next.ok) return refuse('input', next.sentence);
  const content = context.newId();
  const { rung, to } = next;
  return accept(
    [{ type: 'escalated', rung, to, by: person.email, reason: content }],
    new Map([[content, text]]),
  );
}
