/**
 * Somebody whom the handbook knows is nobody that a surface could write to: they left, or their
 * address is wrong. What is due of theirs goes back to the others, and the admins hear of it once.
 */
import type { Actor } from '../core/commands.ts';
import { nameOf } from '../core/handbook.ts';
import { isDue } from '../core/reminders.ts';
import { handle } from './handle.ts';
import type { House } from './house.ts';
import { tellAdmins } from './notices.ts';
import type { SurfaceMessage } from './surface-message.ts';

const HEED: Actor = { type: 'heed' };
/** More than anybody holds. */
const MOST = 500;

/** @param message what was meant for them, and why it could not be brought */
export async function missPerson(
  house: House,
  { kind, place, surface }: SurfaceMessage,
  reason: string,
): Promise<void> {
  const email = place.replace(/^@/u, '');
  const title = `Heed cannot write to ${nameOf(house.handbook(), email)}`;
  await house.store.writeSetting(missedKey(email, surface), String(house.now()));
  if (await isReachedElsewhere(house, email, surface)) {
    return tellAdmins(house, `unreachable:${surface}:${email}`, { title, text: reason });
  }
  if (kind === 'reminder') await returnWhatIsDue(house, email);
  await tellAdmins(house, `unreachable:${email}`, {
    title,
    text: `${reason}\nWhat is due of theirs goes back to their departments.`,
  });
}

/** For so long a surface is believed that it cannot reach somebody. */
const MISSED_MS = 86_400_000;

/** Whether another surface has not said lately that it can't either. */
async function isReachedElsewhere(house: House, email: string, than: string): Promise<boolean> {
  for (const { surface } of house.places()) {
    if (surface === than) continue;
    const missedAt = Number((await house.store.readSetting(missedKey(email, surface))) ?? 0);
    if (house.now() - missedAt > MISSED_MS) return true;
  }
  return false;
}

function missedKey(email: string, surface: string): string {
  return `missed:${surface}:${email}`;
}

async function returnWhatIsDue(house: House, owner: string): Promise<void> {
  const { ids } = await house.store.listMentions({ owner }, [['claimed']], MOST);
  for (const { mention } of await house.store.readMentions(ids)) {
    if (isDue(mention)) await handle(house, mention.id, { type: 'owner_gone', owner }, HEED);
  }
}
