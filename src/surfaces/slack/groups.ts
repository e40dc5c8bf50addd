/** Slack's user groups, by handle or id, and who is in them. */
import { z } from 'zod';
import type { Calls } from './calls.ts';
import { SlackFault } from './faults.ts';
import { TIMES } from './limits.ts';

const group = z.object({
  id: z.string(),
  handle: z.string(),
  users: z.array(z.string()).default([]),
});
export type Group = z.infer<typeof group>;

const list = z.object({ usergroups: z.array(group) });

export interface Groups {
  /** Null where Slack has none of that handle or id. Throws `SlackFault` where it can't be asked. */
  find(handleOrId: string): Promise<Group | null>;
}

/** All of them cost one call; who joins or leaves one counts some minutes later. */
export function createGroups(calls: Calls, now: () => number): Groups {
  let known: { readonly groups: Promise<readonly Group[]>; readonly since: number } | null = null;

  async function ask(): Promise<readonly Group[]> {
    try {
      return (await calls.now('usergroups.list', { include_users: true }, list)).usergroups;
    } catch (error) {
      if (error instanceof SlackFault && NONE_THERE.includes(error.code)) return [];
      throw error;
    }
  }

  function all(): Promise<readonly Group[]> {
    if (known !== null && now() - known.since < TIMES.groupsFresh) return known.groups;
    const asked = { groups: ask(), since: now() };
    known = asked;
    asked.groups.catch(() => {
      if (known === asked) known = null;
    });
    return asked.groups;
  }

  return {
    async find(handleOrId) {
      const groups = await all();
      return groups.find(({ id, handle }) => id === handleOrId || handle === handleOrId) ?? null;
    },
  };
}

/** They belong to Slack's paid plans, and an app that was installed before may not see them yet. */
const NONE_THERE = ['plan_upgrade_required', 'paid_teams_only', 'missing_scope'];
