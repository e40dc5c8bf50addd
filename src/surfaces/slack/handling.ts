/** Bolt's listeners: each acknowledges at once and hands over; nothing is decided here. */
import type { App, Context } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { within } from '../../app/within.ts';
import type { Answer } from '../../front/answer.ts';
import type { Said } from '../../front/commands.ts';
import { words } from '../../front/page.ts';
import { said, waiting } from '../../front/questions.ts';
import { told } from '../../front/room.ts';
import { parseDialog, parsePress } from './actions.ts';
import { NOTHING } from './calls.ts';
import { holdsChart } from './chart.ts';
import { type Asked, parseCommand, takeCommand } from './commands.ts';
import { drawPage } from './draw.ts';
import { drawForm } from './draw-form.ts';
import { isHandOver, takeHandOver } from './hand-over.ts';
import { takeHomeOpened } from './home-events.ts';
import { TIMES, TRACK } from './limits.ts';
import { isInLog, takeLogPress } from './logged.ts';
import { type Acknowledged, type Room, takePress } from './presses.ts';
import { isInStats, takeStatsPress } from './stats.ts';
import { isTyping, takeClosed, takeSubmission, takeTyping } from './submissions.ts';
import { readThreadEvent } from './thread-events.ts';
import { createTurns } from './turns.ts';

export interface Handling {
  listen(app: App): void;
  /** Resolves when what was begun is done, or after a while. */
  finish(): Promise<void>;
}

const ANY = /.*/;
/** Where the first middleware leaves when it began. */
const ARRIVED = 'heedArrivedAt';

type CommandAnswer = { response_type: 'ephemeral'; text: string; blocks: KnownBlock[] };

type Response =
  | undefined
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView };

export function createHandling(room: Room): Handling {
  const inHand = new Set<Promise<void>>();
  const turns = createTurns();

  async function track(work: Promise<void>): Promise<void> {
    inHand.add(work);
    await work.finally(() => inHand.delete(work));
  }

  async function press(body: unknown): Promise<void> {
    await turns.mine();
    const parsed = parsePress(body);
    if (parsed === null) room.log.warn('A press that Heed does not understand');
    else if (isTyping(parsed)) await takeTyping(room, parsed);
    else if (isInLog(parsed)) await takeLogPress(room, parsed);
    else if (isHandOver(parsed)) await takeHandOver(room, parsed);
    else if (isInStats(parsed)) await takeStatsPress(room, parsed);
    else await takePress(room, parsed);
  }

  async function submit(body: unknown, ack: (response: Response) => Promise<void>): Promise<void> {
    const dialog = parseDialog(body);
    if (dialog === null) {
      room.log.warn('A dialog that Heed does not understand');
      return ack(undefined);
    }
    const work = takeSubmission(room, dialog);
    const ready = await within(work, TIMES.submission);
    if (ready !== null) return ack(responseTo(ready));
    await ack({ response_action: 'update', view: drawForm(waiting()) });
    const view = viewOfLate(room, await work);
    await room.calls
      .now('views.update', { view_id: dialog.view.id, view }, NOTHING)
      .catch((error: unknown) => room.log.warn({ err: error }, 'A late answer found no dialog'));
  }

  async function closed(body: unknown): Promise<void> {
    const dialog = parseDialog(body);
    if (dialog !== null) await takeClosed(room, dialog);
  }

  /** Slack tells it once; what could not be taken in is read again from the thread. */
  async function written(event: unknown): Promise<void> {
    const told = readThreadEvent(event);
    if (told === null) return;
    await room.notes.take(told).catch((error: unknown) => {
      room.log.warn({ err: error }, 'What was written in a thread could not be taken in');
      room.missed(room.now());
    });
  }

  function timed(kind: Acknowledged, context: Context): void {
    const arrivedAt: unknown = context[ARRIVED];
    if (typeof arrivedAt === 'number') room.onAcknowledged(kind, performance.now() - arrivedAt);
  }

  async function command(body: unknown, ack: (answer?: CommandAnswer) => Promise<void>) {
    const asked = parseCommand(body);
    if (asked === null) {
      room.log.warn('A command that Heed does not understand');
      return ack();
    }
    const work = takeCommand(room, asked);
    const ready = await within(work, TIMES.submission);
    if (ready === undefined) return ack();
    if (ready !== null && !mayBeRefused(ready)) {
      return ack({ response_type: 'ephemeral', ...bodyOf(ready) });
    }
    await ack();
    await sayLate(asked, await work);
  }

  async function sayLate({ presser, responseUrl }: Asked, said: Said | undefined): Promise<void> {
    if (said === undefined) return;
    await room.privately.send({ user: presser.id, responseUrl }, bodyOf(said));
  }

  function bodyOf(said: Said): { text: string; blocks: KnownBlock[] } {
    const { text, blocks } =
      typeof said === 'string' ? room.privately.payload(said) : drawPage(said);
    return { text, blocks: [...blocks] };
  }

  return {
    listen(app) {
      app.use(async ({ context, next }) => {
        context[ARRIVED] = performance.now();
        await next();
      });
      app.action(ANY, async ({ ack, body, context }) => {
        await ack();
        timed('press', context);
        await track(press(body));
      });
      app.view({ callback_id: ANY, type: 'view_submission' }, async ({ ack, body, context }) => {
        const answer = async (response: Response) => {
          await ack(response);
          timed('dialog', context);
        };
        await track(submit(body, answer));
      });
      app.view({ callback_id: ANY, type: 'view_closed' }, async ({ ack, body, context }) => {
        await ack();
        timed('dialog', context);
        await track(closed(body));
      });
      app.event('message', async ({ event }) => {
        await track(written(event));
      });
      app.shortcut({ callback_id: TRACK, type: 'message_action' }, async ({ ack, body }) => {
        await ack();
        await track(room.tracking.fromMessage(body));
      });
      app.command(ANY, async ({ ack, body, context }) => {
        const answer = async (said?: CommandAnswer) => {
          await ack(said);
          timed('command', context);
        };
        await track(command(body, answer));
      });
      app.event('app_home_opened', async ({ body }) => {
        await track(takeHomeOpened(room, body));
      });
      app.error(async (error) => {
        room.log.error({ err: error }, 'Something from Slack could not be handled');
      });
    },
    async finish() {
      await within(Promise.allSettled(inHand), TIMES.stop);
    },
  };
}

/** Slack does not say what becomes of an acknowledgement, so nothing goes with it that it may refuse. */
function mayBeRefused(ready: Said): boolean {
  return typeof ready !== 'string' && holdsChart(drawPage(ready));
}

function responseTo(answer: Answer): Response {
  switch (answer.type) {
    case 'close':
      return undefined;
    case 'error':
      return { response_action: 'errors', errors: { [answer.field]: answer.sentence } };
    case 'form':
      return { response_action: 'update', view: drawForm(answer.form) };
    default:
      return answer satisfies never;
  }
}

/** The dialog says "One moment…" by now, and only an update can change that. */
function viewOfLate(room: Room, answer: Answer): ModalView {
  switch (answer.type) {
    case 'close':
      return drawForm(said(words('Done. You can close this.'), null));
    case 'error':
      return drawForm(said(told(room, answer.sentence), answer.typed));
    case 'form':
      return drawForm(answer.form);
    default:
      return answer satisfies never;
  }
}
