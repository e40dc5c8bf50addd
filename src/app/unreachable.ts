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
import { showRequest } from './outbox-rows.ts';
import type { Place, SurfaceMessage } from './surface-message.ts';

const HEED: Actor = { type: 'heed' };
/** More than anybody holds. */
const MOST = 500;

/**
 * Answers whether they get it on another surface. Of a notice nobody is told by another notice.
 * @param message what was meant for them, and why it could not be brought
 */
export async function missPerson(
  house: House,
  message: SurfaceMessage,
  reason: string,
): Promise<'moved' | 'missed'> {
  const { kind, place, surface } = message;
  const email = place.replace(/^@/u, '');
  const title = `Heed cannot write to ${nameOf(house.handbook(), email)}`;
  await house.store.writeSetting(missedKey(email, surface), String(house.now()));
  const other = await otherPlace(house, email, surface);
  if (other !== null) {
    await move(house, message, other);
    if (kind !== 'notice') {
      await tellAdmins(house, `unreachable:${surface}:${email}`, { title, text: reason });
    }
    return 'moved';
  }
  if (kind === 'notice') return 'missed';
  if (kind === 'reminder') await returnWhatIsDue(house, email);
  await tellAdmins(house, `unreachable:${email}`, {
    title,
    text: `${reason}\nWhat is due of theirs goes back to their departments.`,
  });
  return 'missed';
}

/** It stands nowhere yet, so what comes of it later concerns the other one alone. */
async function move(house: House, message: SurfaceMessage, to: Place): Promise<void> {
  const { id, kind, subject, placement, place } = message;
  const { surface, tenant } = to;
  await house.store.transaction(async (tx) => {
    const key = { surface, tenant, kind, subject, placement, place };
    const moved = await tx.ensureSurfaceMessage(key, 0);
    await tx.dropSurfaceMessage(id);
    await tx.enqueue([showRequest(moved, { now: house.now(), mayWait: false })]);
  });
}

/** For so long a surface is believed that it cannot reach somebody. */
const MISSED_MS = 86_400_000;

/** One that has not said lately that it can't reach them either. */
async function otherPlace(house: House, email: string, than: string): Promise<Place | null> {
  for (const place of house.places()) {
    if (place.surface === than) continue;
    const missedAt = Number((await house.store.readSetting(missedKey(email, place.surface))) ?? 0);
    if (house.now() - missedAt > MISSED_MS) return place;
  }
  return null;
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
