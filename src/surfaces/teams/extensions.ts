/**
 * What Heed offers in the menu of a message: Reply on its cards, Track in Heed on any. Both open a
 * dialog that a card or a command opens, too, and from there on it is the same dialog. Of a card
 * Teams does not send what stands in it, so it is found by where it stands.
 */
import { z } from 'zod';
import type { Notebook } from '../../app/notes.ts';
import { normaliseLink } from '../../core/links.ts';
import { ticketOf } from '../../front/card-actions.ts';
import { LIMITS as FRONT_LIMITS } from '../../front/limits.ts';
import { tellOwnMessage } from '../../front/own-message.ts';
import { writePress } from '../../front/press.ts';
import type { Identified } from '../../front/room.ts';
import { cleanLine, fitUnits, webLink } from '../../front/text.ts';
import { conversationOf } from './activity.ts';
import { type Dialog, drawForm } from './draw-form.ts';
import type { Whence } from './handling.ts';
import { TRACK } from './limits.ts';
import { readWritten } from './plain-words.ts';
import { openDialog, type Room, telling } from './presses.ts';
import { makeTrackForm } from './tracking.ts';

const REPLY = 'reply';

/** As the manifest names them. */
export const MESSAGE_COMMANDS = [REPLY, TRACK] as const;

/** botbuilder calls it MessageActionsPayload. What Teams does not know of a message is null. */
const message = z.object({
  id: z.string().min(1),
  replyToId: z.string().nullish().catch(null),
  linkToMessage: z.string().nullish().catch(null),
  subject: z.string().nullish().catch(null),
  body: z
    .object({ contentType: z.string().nullish(), content: z.string().nullish() })
    .nullish()
    .catch(null),
  from: z
    .object({
      user: z.object({ displayName: z.string().nullish() }).nullish().catch(null),
      application: z
        .object({ id: z.string().nullish(), displayName: z.string().nullish() })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
type Message = z.infer<typeof message>;

const command = z.object({ commandId: z.enum(MESSAGE_COMMANDS) });
const onMessage = z.object({ messagePayload: message });

const NO_COMMAND =
  'This entry of the menu is from another version of Heed. Ask an admin to update Heed in Teams.';
const NO_MESSAGE = 'Choose this in the menu of a message: its ⋯, then More actions.';
const NO_CARD =
  "This is not one of Heed's cards. Use Track in Heed to add what it says, and reply on the card that it gets.";
const OWN =
  "Heed itself wrote this, and it is no card. Use Reply on the card in the department's channel.";

/** Opens the dialog. Throws when the use cases do not answer. */
export async function openOnMessage(
  room: Room,
  notebook: Notebook,
  who: Identified,
  asked: unknown,
  from: Whence,
): Promise<Dialog> {
  if (!who.ok) return telling(room, who.sentence);
  const chosen = command.safeParse(asked).data?.commandId;
  if (chosen === undefined) return telling(room, NO_COMMAND);
  const about = onMessage.safeParse(asked).data?.messagePayload;
  if (about === undefined) return telling(room, NO_MESSAGE);
  const own = await ownMessage(room, notebook, about, from);
  switch (chosen) {
    case 'reply': {
      if (own === null) return telling(room, NO_CARD);
      if (own.mention === null) return telling(room, OWN);
      const looked = await room.desk.look(own.mention, who.person);
      if (!looked.ok) return telling(room, looked.sentence);
      const value = writePress(REPLY, ticketOf(looked.glance.card));
      return openDialog(room, who, { id: REPLY, value });
    }
    case TRACK:
      if (own !== null) {
        return telling(room, await tellOwnMessage(room.desk, own.mention, who.person));
      }
      return drawForm(await makeTrackForm(room, who.person, sightingOf(about)));
    default:
      return chosen satisfies never;
  }
}

interface Own {
  /** Whose card it is, or under whose card it stands. */
  readonly mention: string | null;
}

/** Null for what somebody else wrote. */
async function ownMessage(
  { place }: Room,
  notebook: Notebook,
  { id, replyToId, from: author }: Message,
  { conversation, thread, bot }: Whence,
): Promise<Own | null> {
  const channel = conversationOf(conversation);
  const card = await notebook.mentionAt({ ...place, channel, ts: id });
  if (card !== null) return { mention: card };
  const app = author?.application?.id ?? '';
  if (app === '' || !bot.endsWith(app)) return null;
  const top = replyToId ?? thread?.ts;
  return { mention: top ? await notebook.mentionAt({ ...place, channel, ts: top }) : null };
}

function sightingOf({ body, subject, from, linkToMessage }: Message) {
  const isHtml = body?.contentType?.toLowerCase() === 'html';
  const written = readWritten(body?.content ?? '', isHtml);
  const said = [subject?.trim() ?? '', written.text].filter((one) => one !== '');
  const author = from?.user?.displayName ?? from?.application?.displayName ?? '';
  return {
    link: [...written.links, linkToMessage ?? ''].find(isUsable) ?? '',
    text: said.join('\n'),
    author: fitUnits(cleanLine(author), FRONT_LIMITS.name),
  };
}

function isUsable(link: string): boolean {
  return webLink(link, FRONT_LIMITS.url) !== null && normaliseLink(link) !== null;
}
