/** Who can review something changed though nothing happened to it: whoever can now is asked. */
import type { Actor } from '../core/commands.ts';
import { effectsOfHandbook } from '../core/effects.ts';
import type { House } from './house.ts';
import { requestEffects } from './requests.ts';

const HEED: Actor = { type: 'heed' };

/** May be repeated: whoever was asked is not asked again. */
export async function askAnew(house: House, id: string): Promise<void> {
  await house.store.transaction(async (tx) => {
    const loaded = await tx.loadMention(id);
    if (loaded === null) return;
    const handbook = await house.deciding(tx);
    const now = house.now();
    const effects = effectsOfHandbook(loaded.mention, handbook, await tx.absent(now));
    const context = { handbook, places: house.places(), actor: HEED, mayWait: true, now };
    await requestEffects(tx, loaded.mention, [], effects, context);
  });
}
