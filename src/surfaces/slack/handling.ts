/** Bolt's listeners: each acknowledges at once and hands over; nothing is decided here. */
import type { App, SlashCommand } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { parseDialog, parsePress } from './actions.ts';
import type { Answer } from './answer.ts';
import { NOTHING } from './calls.ts';
import { helpText } from './help.ts';
import { TIMES, TRACK } from './limits.ts';
import { said, waiting } from './modals.ts';
import { type Room, takePress } from './presses.ts';
import { isTyping, takeClosed, takeSubmission, takeTyping } from './submissions.ts';
import { readThreadEvent } from './thread-events.ts';
import type { Asked } from './tracking.ts';
import { within } from './within.ts';

export interface Handling {
  listen(app: App): void;
  /** Resolves when what was begun is done, or after a while. */
  finish(): Promise<void>;
}

const ANY = /.*/;

type Response =
  | undefined
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: ModalView };

export function createHandling(room: Room): Handling {
  const inHand = new Set<Promise<void>>();

  async function track(work: Promise<void>): Promise<void> {
    inHand.add(work);
    await work.finally(() => inHand.delete(work));
  }

  async function press(body: unknown): Promise<void> {
    const parsed = parsePress(body);
    if (parsed === null) room.log.warn('A press that Heed does not understand');
    else if (isTyping(parsed)) await takeTyping(room, parsed);
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
    await ack({ response_action: 'update', view: waiting() });
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

  return {
    listen(app) {
      app.action(ANY, async ({ ack, body }) => {
        await ack();
        await track(press(body));
      });
      app.view({ callback_id: ANY, type: 'view_submission' }, async ({ ack, body }) => {
        await track(submit(body, (response) => ack(response)));
      });
      app.view({ callback_id: ANY, type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        await track(closed(body));
      });
      app.event('message', async ({ event }) => {
        await track(written(event));
      });
      app.shortcut({ callback_id: TRACK, type: 'message_action' }, async ({ ack, body }) => {
        await ack();
        await track(room.tracking.fromMessage(body));
      });
      app.command(ANY, async ({ ack, command }) => {
        const [word = '', ...rest] = command.text.trim().split(/\s+/);
        if (word.toLowerCase() === 'add') {
          await ack();
          await track(room.tracking.fromCommand(askedBy(command), rest.join(' ')));
          return;
        }
        const answer = room.privately.payload(helpText(room.desk.handbook().company));
        await ack({ response_type: 'ephemeral', text: answer.text });
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

function askedBy(command: SlashCommand): Asked {
  return {
    presser: { id: command.user_id, team: command.team_id },
    triggerId: command.trigger_id,
    responseUrl: command.response_url,
  };
}

function responseTo(answer: Answer): Response {
  switch (answer.type) {
    case 'close':
      return undefined;
    case 'error':
      return { response_action: 'errors', errors: { [answer.block]: answer.sentence } };
    case 'update':
      return { response_action: 'update', view: answer.view };
    default:
      return answer satisfies never;
  }
}

/** The dialog says "One moment…" by now, and only an update can change that. */
function viewOfLate(room: Room, answer: Answer): ModalView {
  switch (answer.type) {
    case 'close':
      return said(room.privately.inDialog('Done. You can close this.'), null);
    case 'error':
      return said(room.privately.inDialog(answer.sentence), answer.typed);
    case 'update':
      return answer.view;
    default:
      return answer satisfies never;
  }
}
