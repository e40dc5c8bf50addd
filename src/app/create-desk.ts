/** What people ask for at the desk, answered by the use cases. */
import { ALONE, cardOf } from '../core/card.ts';
import { actorName } from '../core/commands.ts';
import { correctionWords, type Mention, replyWords, type Words } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import type { Desk, Glance, Handled } from './desk.ts';
import { handle, replyLengthOf } from './handle.ts';
import type { House } from './house.ts';
import { pausePublishing, resumePublishing } from './pause.ts';
import type { Loaded } from './ports.ts';

export function createDesk(house: House): Desk {
  return {
    handbook: house.handbook,
    async handle(mention, command, actor): Promise<Handled> {
      const outcome = await handle(house, mention, command, actor);
      const glance = outcome.loaded === null ? null : glanceAt(house, outcome.loaded);
      if (!outcome.ok) {
        house.log.info(
          { mention, command: command.type, actor: actorName(actor), code: outcome.refusal.code },
          'command refused',
        );
        return { ok: false, refusal: outcome.refusal, glance };
      }
      return { ok: true, glance: glanceAt(house, outcome.loaded), changed: outcome.changed };
    },
    async look(mention): Promise<Glance | null> {
      const loaded = await house.store.readMention(mention);
      if (loaded === null) return null;
      const { source, author } = loaded.mention;
      const mute = await house.store.muteOf(source, author.externalId, house.now());
      return glanceAt(house, loaded, mute);
    },
    pause: (person) => pausePublishing(house, person),
    resume: (person) => resumePublishing(house, person),
  };
}

function glanceAt(house: House, { mention, words }: Loaded, mute: Mute | null = null): Glance {
  const handbook = house.handbook();
  return {
    mention,
    card: cardOf(mention, words, handbook, { ...ALONE, mute }),
    ...beginnings(mention, words),
    replyLength: replyLengthOf(handbook, mention.source),
  };
}

/** What the dialogs start with. */
export function beginnings(
  mention: Mention,
  words: Words,
): Pick<Glance, 'draftText' | 'correctionText'> {
  const textOf = (content: string | null) => (content === null ? '' : (words.get(content) ?? ''));
  return {
    draftText: textOf(replyWords(mention.draft)),
    correctionText: textOf(correctionWords(mention)),
  };
}
