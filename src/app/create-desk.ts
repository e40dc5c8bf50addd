/** What people ask for at the desk, answered by the use cases. */
import { maySee } from '../core/audience.ts';
import { ALONE, cardOf } from '../core/card.ts';
import { type Actor, actorName } from '../core/commands.ts';
import type { Handbook } from '../core/handbook.ts';
import { correctionWords, type Mention, replyWords, type Words } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import { hiddenFrom } from '../core/permits.ts';
import type { Desk, Glance, Handled, Looked } from './desk.ts';
import { handle, replyLengthOf } from './handle.ts';
import type { House } from './house.ts';
import { pausePublishing, resumePublishing } from './pause.ts';
import type { Loaded } from './transaction-port.ts';

export function createDesk(house: House): Desk {
  return {
    handbook: house.handbook,
    async handle(mention, command, actor): Promise<Handled> {
      const outcome = await handle(house, mention, command, actor);
      if (!outcome.ok) {
        house.log.info(
          { mention, command: command.type, actor: actorName(actor), code: outcome.refusal.code },
          'command refused',
        );
        const { loaded, refusal } = outcome;
        const seen = loaded !== null && sees(actor, loaded.mention, house.handbook());
        return { ok: false, refusal, glance: seen ? glanceAt(house, loaded) : null };
      }
      return { ok: true, glance: glanceAt(house, outcome.loaded), changed: outcome.changed };
    },
    async look(mention, person): Promise<Looked> {
      const loaded = await house.store.readMention(mention);
      if (loaded === null) return { ok: false, sentence: NO_MENTION };
      const hidden = hiddenFrom(person, loaded.mention, house.handbook());
      if (hidden !== null) return { ok: false, sentence: hidden };
      const { source, author } = loaded.mention;
      const mute = await house.store.muteOf(source, author.externalId, house.now());
      return { ok: true, glance: glanceAt(house, loaded, mute) };
    },
    pause: (person) => pausePublishing(house, person),
    resume: (person) => resumePublishing(house, person),
  };
}

export const NO_MENTION =
  'This mention does not exist here. The card may be from another installation of Heed.';

/** Whoever is refused may not be among those who may know what it is about. */
export function sees(actor: Actor, mention: Mention, handbook: Handbook): boolean {
  return actor.type === 'person' && maySee(actor.person, mention, handbook);
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
