/** The Bot Connector: one try per call, a time limit, budgets shared by all processes, faults. */
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Outbox } from '../../app/outbox-port.ts';
import type { Begin } from '../../app/surface-port.ts';
import { within } from '../../app/within.ts';
import { conversationOf } from './activity.ts';
import type { Adapter } from './adapter.ts';
import { type About, faultOf, TeamsFault } from './faults.ts';
import { APP_BUDGET, CONVERSATION_BUDGETS, LIMITS, TIMES } from './limits.ts';

/** Where a call goes. */
export interface Target {
  readonly serviceUrl: string;
  /** With `;messageid=…` for a thread. */
  readonly conversation: string;
  readonly about: About;
}

/** Somebody who is notified, and how the text names them. */
export interface Mentioned {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** What a message is made of: a card, with words for notifications; or words alone. */
export type Body =
  | { readonly type: 'card'; readonly summary: string; readonly card: object }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'marked'; readonly xml: string; readonly mentioned: readonly Mentioned[] };

export interface Turn {
  readonly begin?: Begin;
  readonly mayWait?: boolean;
}

const member = z.object({
  id: z.string(),
  name: z.string().optional().catch(undefined),
  aadObjectId: z.string().optional().catch(undefined),
  email: z.string().nullish().catch(undefined),
  userPrincipalName: z.string().nullish().catch(undefined),
  userRole: z.string().optional().catch(undefined),
  tenantId: z.string().optional().catch(undefined),
});
export type Member = z.infer<typeof member>;

const sent = z.object({ id: z.string().min(1) });
const page = z.object({
  members: z.array(z.unknown()).default([]),
  continuationToken: z.string().nullish(),
});
const channelList = z.object({
  conversations: z
    .array(
      z.object({
        id: z.string().min(1),
        name: z.string().nullish(),
        type: z.string().nullish().catch(undefined),
      }),
    )
    .default([]),
});
export type ListedChannel = z.infer<typeof channelList>['conversations'][number];
const teamDetails = z.object({ aadGroupId: z.string().min(1).nullish().catch(undefined) });

export interface Calls {
  /** In its turn, as all that reaches people: throws a fault of type `again` before that. */
  send(target: Target, body: Body, turn?: Turn): Promise<string>;
  update(target: Target, activity: string, body: Body, turn?: Turn): Promise<void>;
  remove(target: Target, activity: string): Promise<void>;
  /** The chat of the bot with one person; answers its id. */
  createChat(serviceUrl: string, person: string, about: About): Promise<string>;
  member(target: Target, person: string): Promise<Member>;
  /** Everybody in a team or chat. */
  members(target: Target): Promise<readonly Member[]>;
  channelsOf(serviceUrl: string, team: string): Promise<readonly ListedChannel[]>;
  /** The id by which Microsoft Graph knows a team; null where Teams does not say. */
  groupOf(serviceUrl: string, team: string): Promise<string | null>;
}

interface CallsOptions {
  readonly adapter: Adapter;
  readonly tenant: string;
  /** As Teams writes it: the app id with a prefix. */
  readonly botId: string;
  readonly takeBudget: Outbox['takeBudget'];
  readonly now: () => number;
  /** Hears after each call what went wrong in it with Heed itself; null where nothing did. */
  readonly onOutcome: (fault: TeamsFault | null) => void;
}

export function createCalls(options: CallsOptions): Calls {
  const { adapter, tenant, takeBudget, now, onOutcome } = options;

  async function call<Result>(
    what: string,
    about: About,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      const answer = await within(
        work().then((result) => ({ result })),
        TIMES.callAndToken,
      );
      if (answer === null)
        throw new TeamsFault(`${what}: Teams does not answer`, AWAY, 'no_answer');
      onOutcome(null);
      return answer.result;
    } catch (error) {
      const fault = faultOf(what, about, error);
      onOutcome(fault);
      throw fault;
    }
  }

  async function wait(conversation: string, { begin, mayWait = false }: Turn): Promise<void> {
    const own = `teams:${tenant}:${conversationOf(conversation)}`;
    const budgets = [
      ...Object.entries(CONVERSATION_BUDGETS).map(([of, budget]) => ({
        key: `${own}:${of}`,
        budget,
      })),
      { key: `teams:${tenant}`, budget: APP_BUDGET },
    ];
    for (const { key, budget } of budgets) {
      const leaves = mayWait ? Math.floor(budget.burst / 2) : 0;
      const waitMs = await takeBudget(key, { ...budget, leaves }, now());
      if (waitMs === 0) continue;
      const kind = { type: 'again', afterMs: waitMs, scope: 'lane' } as const;
      throw new TeamsFault('the budget of a conversation is spent', kind, 'budget');
    }
    await begin?.();
  }

  return {
    async send({ serviceUrl, conversation, about }, body, turn = {}) {
      await wait(conversation, turn);
      return call('posting', about, async () => {
        const { conversations } = await adapter.connect(serviceUrl);
        const answer = await conversations.sendToConversation(conversation, activityOf(body));
        return sent.parse(answer).id;
      });
    },
    async update({ serviceUrl, conversation, about }, activity, body, turn = {}) {
      await wait(conversation, turn);
      await call('updating', about, async () => {
        const { conversations } = await adapter.connect(serviceUrl);
        const changed = { ...activityOf(body), id: activity };
        await conversations.updateActivity(conversation, activity, changed);
      });
    },
    async remove({ serviceUrl, conversation, about }, activity) {
      await wait(conversation, {});
      await call('removing', about, async () => {
        const { conversations } = await adapter.connect(serviceUrl);
        await conversations.deleteActivity(conversation, activity);
      });
    },
    createChat: (serviceUrl, person, about) =>
      call('opening a chat', about, async () => {
        const { conversations } = await adapter.connect(serviceUrl);
        const answer = await conversations.createConversation({
          isGroup: false,
          tenantId: tenant,
          members: [{ id: person, name: '' }],
          channelData: { tenant: { id: tenant } },
          bot: { id: options.botId, name: '' },
        });
        return sent.parse(answer).id;
      }),
    member: ({ serviceUrl, conversation, about }, person) =>
      call('looking somebody up', about, async () => {
        const { conversations } = await adapter.connect(serviceUrl);
        const answer = await conversations.getConversationMember(conversation, person);
        return readMember(answer);
      }),
    members: ({ serviceUrl, conversation, about }) =>
      call('reading who is there', about, async () => {
        const { conversations } = await adapter.connect(serviceUrl);
        const found: Member[] = [];
        let next = '';
        for (let pages = 0; pages < LIMITS.pages; pages += 1) {
          const asked = { pageSize: LIMITS.pageSize, continuationToken: next };
          const answer =
            next === ''
              ? await conversations.getConversationPagedMembers(conversation)
              : await conversations.getConversationPagedMembers(conversation, asked);
          const { members, continuationToken } = page.parse(answer);
          found.push(...members.map(readMember));
          if (!continuationToken) break;
          next = continuationToken;
        }
        return found;
      }),
    channelsOf: (serviceUrl, team) =>
      call('reading the channels of a team', { type: 'roster' }, async () => {
        const { teams } = await adapter.connectTeams(serviceUrl);
        return channelList.parse(await teams.fetchChannelList(team)).conversations;
      }),
    groupOf: (serviceUrl, team) =>
      call('reading what a team is', { type: 'roster' }, async () => {
        const { teams } = await adapter.connectTeams(serviceUrl);
        return teamDetails.parse(await teams.fetchTeamDetails(team)).aadGroupId ?? null;
      }),
  };
}

const AWAY = { type: 'away' } as const;

/** Teams calls it `objectId` in rosters and `aadObjectId` elsewhere. */
function readMember(answer: unknown): Member {
  const given = z.looseObject({ objectId: z.unknown().optional() }).parse(answer);
  return member.parse({ aadObjectId: given.objectId, ...given });
}

function activityOf(body: Body): Partial<Activity> {
  switch (body.type) {
    case 'text':
      return { type: 'message', text: body.text, textFormat: 'plain' };
    case 'marked': {
      const entities = body.mentioned.map(({ id, name, text }) => {
        return { type: 'mention', text, mentioned: { id, name } };
      });
      return { type: 'message', text: body.xml, textFormat: 'xml', entities };
    }
    case 'card': {
      const { summary, card } = body;
      const contentType = 'application/vnd.microsoft.card.adaptive';
      return { type: 'message', summary, attachments: [{ contentType, content: card }] };
    }
    default:
      return body satisfies never;
  }
}
