/**
 * What no source saw: the message shortcut and `/heed add` open a dialog, and what is submitted
 * becomes a mention. Whoever gives a link that Heed has already is led to its card.
 */
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Desk } from '../../app/desk.ts';
import type { Notebook } from '../../app/notes.ts';
import { type Known, NO_LINK, type Tracker } from '../../app/track.ts';
import { within } from '../../app/within.ts';
import { departmentOf, type Person } from '../../core/handbook.ts';
import { normaliseLink } from '../../core/links.ts';
import type { Answer } from '../../front/answer.ts';
import type { Form } from '../../front/form.ts';
import { SHOWN } from '../../front/limits.ts';
import type { Medium } from '../../front/medium.ts';
import { tellOwnMessage } from '../../front/own-message.ts';
import { said, waiting } from '../../front/questions.ts';
import { spoken } from '../../front/room.ts';
import { cleanLine, shorten } from '../../front/text.ts';
import { alreadyThere, sightingIn, trackForm } from '../../front/track-form.ts';
import type { Dialog, Presser } from './actions.ts';
import { type Calls, NOTHING } from './calls.ts';
import { drawForm, filledIn } from './draw-form.ts';
import { TIMES } from './limits.ts';
import { type People, SURFACE_NAME } from './people.ts';
import { firstLink, plainWords } from './plain-words.ts';
import { type Privately, sentenceFor } from './private.ts';

export interface Tracking {
  /** "Track in Heed" on a message. Never throws. */
  fromMessage(body: unknown): Promise<void>;
  /** `/heed add …`; `rest` is what follows. Never throws. */
  fromCommand(asked: Asked, rest: string): Promise<void>;
  submit(dialog: Dialog): Promise<Answer>;
}

/** Who asks, and how they can be answered. */
export interface Asked {
  readonly presser: Presser;
  readonly triggerId: string;
  readonly responseUrl: string | null;
}

interface TrackingOptions {
  readonly desk: Desk;
  readonly tracker: Tracker;
  readonly notebook: Notebook;
  readonly people: People;
  readonly calls: Calls;
  readonly privately: Privately;
  readonly medium: () => Medium;
  readonly tenant: string;
  readonly botUserId: string;
  readonly now: () => number;
  readonly log: Logger;
}

const shortcut = z.object({
  type: z.literal('message_action'),
  trigger_id: z.string(),
  response_url: z.url().optional(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  team: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }),
  message: z.object({
    ts: z.string(),
    thread_ts: z.string().optional(),
    user: z.string().optional(),
    text: z.string().nullish(),
    attachments: z
      .array(
        z.object({
          text: z.string().optional(),
          fallback: z.string().optional(),
          from_url: z.string().optional(),
          title_link: z.string().optional(),
        }),
      )
      .optional(),
  }),
});
type Shortcut = z.infer<typeof shortcut>;

const opened = z.object({ view: z.object({ id: z.string() }) });

type Made =
  | { readonly ok: true; readonly form: Form }
  /** `card` leads to what there is already. */
  | { readonly ok: false; readonly sentence: string; readonly card: string | null };

export function createTracking(options: TrackingOptions): Tracking {
  const { desk, tracker, notebook, people, calls, privately, tenant, now, log } = options;

  /** What is said of something that is here already, and the way to it. */
  const answerOf = (known: Known): readonly [sentence: string, card: string | null] =>
    known.type === 'hidden'
      ? [alreadyThere(known), null]
      : [alreadyThere(known), options.medium().linkTo(known.card)];

  function blank(person: Person, link: string, text: string, responseUrl: string | null): Made {
    const suggested = tracker.suggest(text, person);
    const sighting = { link, text, author: '', ...suggested };
    const handbook = desk.handbook();
    const carried = responseUrl ?? '';
    return { ok: true, form: trackForm({ sighting, handbook, notice: [], carried }) };
  }

  async function prepare(asked: Asked, link: string | null, text: string): Promise<Made> {
    const who = await people.identify(asked.presser.team, asked.presser.id);
    if (!who.ok) return no(who.sentence);
    const known = link === null ? null : await tracker.find(link, who.person);
    if (known !== null) return no(...answerOf(known));
    return blank(who.person, link ?? '', text, asked.responseUrl);
  }

  async function prepareFromMessage(asked: Asked, { message, channel }: Shortcut): Promise<Made> {
    const own = await ownMessage(asked, message, channel.id);
    if (own !== null) return own;
    const attached = message.attachments?.[0];
    const written = message.text ?? '';
    const link = firstLink(written) ?? attached?.from_url ?? attached?.title_link ?? null;
    const said = written === '' ? (attached?.text ?? attached?.fallback ?? '') : written;
    return prepare(asked, link, await plainWords(said, people.nameOf));
  }

  /** A card of Heed's, or what stands under it. */
  async function ownMessage(
    { presser }: Pick<Asked, 'presser'>,
    message: Shortcut['message'],
    channel: string,
  ): Promise<Made | null> {
    if (message.user !== options.botUserId) return null;
    const ts = message.thread_ts ?? message.ts;
    const id = await notebook.mentionAt({ surface: SURFACE_NAME, tenant, channel, ts });
    const who = await people.identify(presser.team, presser.id);
    if (!who.ok) return no(who.sentence);
    return no(await tellOwnMessage(desk, id, who.person));
  }

  /** A trigger lives 3 s: what takes longer to prepare is filled into a dialog that is open already. */
  async function show({ triggerId, ...asked }: Asked, making: Promise<Made>): Promise<void> {
    const reader = { user: asked.presser.id, responseUrl: asked.responseUrl };
    try {
      const ready = await within(making, TIMES.prepare);
      if (ready?.ok === false) return await privately.tell(reader, ready.sentence, ready.card);
      const view = drawForm(ready?.form ?? waiting());
      const { id } = (await calls.now('views.open', { trigger_id: triggerId, view }, opened)).view;
      if (ready !== null) return;
      const made = await making.catch((error: unknown) => no(sentenceFor(error)));
      const late = made.ok ? made.form : said(privately.inDialog(made.sentence, made.card), null);
      await calls.now('views.update', { view_id: id, view: drawForm(late) }, NOTHING);
    } catch (error) {
      log.error({ err: error }, 'The dialog for tracking could not be opened');
      await privately.tell(reader, sentenceFor(error));
    }
  }

  async function submit({ presser, view }: Dialog): Promise<Answer> {
    const sighting = sightingIn(filledIn(view));
    const responseUrl = view.private_metadata === '' ? null : view.private_metadata;
    const error = (field: string, sentence: string): Answer => {
      const typed = [sighting.link, sighting.author, sighting.text].join('\n');
      return { type: 'error', field, sentence: spoken({ desk, now }, sentence), typed };
    };
    try {
      const who = await people.identify(presser.team, presser.id);
      if (!who.ok) return error('link', who.sentence);
      const tracked = await tracker.track(sighting, who.person);
      switch (tracked.type) {
        case 'refused':
          return error(tracked.field, tracked.sentence);
        case 'known': {
          const notice = privately.inDialog(...answerOf(tracked.known));
          const handbook = desk.handbook();
          const { private_metadata: carried } = view;
          return { type: 'form', form: trackForm({ sighting, handbook, notice, carried }) };
        }
        case 'added': {
          const { ref, department } = tracked.mention;
          const name = departmentOf(desk.handbook(), department)?.name ?? department;
          const reader = { user: presser.id, responseUrl };
          void privately.tell(reader, `${ref} is with ${cleanLine(name)} now.`);
          return { type: 'close' };
        }
        default:
          return tracked satisfies never;
      }
    } catch (failure) {
      log.error({ err: failure }, 'What somebody gave to be tracked could not be taken in');
      return error('link', sentenceFor(failure));
    }
  }

  return {
    submit,
    async fromMessage(body) {
      const parsed = shortcut.safeParse(body).data;
      if (parsed === undefined) return log.warn('A shortcut that Heed does not understand');
      const { user, team } = parsed;
      const asked: Asked = {
        presser: { id: user.id, team: user.team_id ?? team?.id ?? null },
        triggerId: parsed.trigger_id,
        responseUrl: parsed.response_url ?? null,
      };
      await show(asked, prepareFromMessage(asked, parsed));
    },
    async fromCommand(asked, rest) {
      const link = firstLink(rest) ?? rest.trim();
      if (link !== '' && normaliseLink(link) === null) {
        const typed = shorten(cleanLine(link), SHOWN.preview).text;
        await show(asked, Promise.resolve(no(`"${typed}": ${NO_LINK}`)));
        return;
      }
      await show(asked, prepare(asked, link === '' ? null : link, ''));
    },
  };
}

function no(sentence: string, card: string | null = null): Made {
  return { ok: false, sentence, card };
}
