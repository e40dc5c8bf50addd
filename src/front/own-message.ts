/** A message of Heed's own, which somebody wants to have tracked: it is here already. */
import type { Desk } from '../app/desk.ts';
import type { Person } from '../core/handbook.ts';

/** @param mention whose card it is, or under whose card it stands; null for anything else */
export async function tellOwnMessage(
  desk: Desk,
  mention: string | null,
  person: Person,
): Promise<string> {
  if (mention === null) return 'Heed itself wrote this. Track the post that it is about.';
  const looked = await desk.look(mention, person);
  return looked.ok ? `This is ${looked.glance.mention.ref} already.` : looked.sentence;
}
