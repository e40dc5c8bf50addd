/** Acts that are looked at and, where they have not taken effect, done again. */

const PATIENCE_MS = 300_000;
/** How long an act is given to show before it is done again. */
export const SHOWS_MS = 1_500;
const LOOK_MS = 40;

/** Does it again until it shows. */
export type Reach = (what: string, shows: () => boolean, act: () => Promise<void>) => Promise<void>;

/**
 * @param situation what there is to see, for whoever reads why it went wrong
 * @param onStep hears of each thing that was got done
 */
export function createReach(situation: () => string, onStep: () => void): Reach {
  return async (what, shows, act) => {
    const end = Date.now() + PATIENCE_MS;
    let reason: unknown;
    while (!shows()) {
      if (Date.now() > end) {
        throw new Error(`in vain for ${PATIENCE_MS / 1000} s: ${what}\n${situation()}`, {
          cause: reason,
        });
      }
      await act().catch((error: unknown) => {
        reason = error;
      });
      await lookFor(shows, SHOWS_MS);
    }
    onStep();
  };
}

export async function lookFor(shows: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!shows() && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
