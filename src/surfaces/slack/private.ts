/** What only one person is told: why a press was refused, and what to do. Best effort, never queued. */
import type { Logger } from 'pino';
import { StoreAway } from '../../app/desk.ts';
import type { Handbook } from '../../core/handbook.ts';
import { type Inline, lines, link, paragraph, sentence, words } from '../../front/page.ts';
import { clean } from '../../front/text.ts';
import { holdsChart, withoutCharts } from './chart.ts';
import { drawBlocks } from './draw.ts';
import { SlackFault } from './faults.ts';
import { TIMES } from './limits.ts';
import { mrkdwnSentence } from './mrkdwn.ts';
import type { Payload, SentPayload } from './payload.ts';

export interface Reader {
  readonly user: string;
  readonly responseUrl: string | null;
}

export interface Privately {
  /** `card` leads to what the sentence is about. */
  tell(reader: Reader, text: string, card?: string | null): Promise<void>;
  send(reader: Reader, body: Payload): Promise<void>;
  /** In place of the private message that somebody pressed in. */
  replace(reader: Reader, body: Payload): Promise<void>;
  /** For everybody in the channel where somebody pressed; answers whether Slack took it. */
  share(reader: Reader, body: Payload): Promise<boolean>;
  /** As it stands in a dialog. */
  inDialog(text: string, card?: string | null): Inline[];
  /** For ephemeral answers and direct messages. */
  payload(text: string, card?: string | null): Payload;
}

interface PrivateOptions {
  readonly say: (user: string, payload: SentPayload) => Promise<void>;
  readonly handbook: () => Handbook;
  readonly now: () => number;
  readonly log: Logger;
}

export function createPrivately({ say, handbook, now, log }: PrivateOptions): Privately {
  function inDialog(text: string, card: string | null = null): Inline[] {
    const said = sentence(text, now(), handbook().timezone);
    return card === null ? said : [...said, ...words(' '), ...link('Open card', card)];
  }

  function payload(text: string, card: string | null = null): Payload {
    const rows = text.split('\n').map((row) => inDialog(row, card));
    return {
      text: mrkdwnSentence(clean(text), now(), handbook().timezone),
      blocks: drawBlocks(paragraph(lines(rows))),
    };
  }

  async function put(reader: Reader, body: Payload, replaces: boolean): Promise<void> {
    const { user } = reader;
    try {
      const how = { response_type: 'ephemeral', replace_original: replaces } as const;
      if (await respond(reader, body, how)) return;
      await say(user, sent(withoutCharts(body)));
    } catch (error) {
      log.warn({ err: error, user }, 'Could not tell somebody what became of what they did');
    }
  }

  return {
    inDialog,
    payload,
    send: (reader, body) => put(reader, body, false),
    replace: (reader, body) => put(reader, body, true),
    share: (reader, body) =>
      respond(reader, body, { response_type: 'in_channel', replace_original: false }),
    tell: (reader, text, card) => put(reader, payload(text, card), false),
  };
}

interface How {
  readonly response_type: 'ephemeral' | 'in_channel';
  readonly replace_original: boolean;
}

function sent({ text, blocks }: Payload): SentPayload {
  return { text, blocks: blocks.map((block) => ({ ...block })) };
}

/** Whether Slack took it, if need be without its charts. */
async function respond({ responseUrl }: Reader, body: Payload, how: How): Promise<boolean> {
  if (responseUrl === null) return false;
  const answer = await post(responseUrl, body, how);
  if (answer !== 'refused' || !holdsChart(body)) return answer === 'taken';
  return (await post(responseUrl, withoutCharts(body), how)) === 'taken';
}

/** A response URL lives 30 minutes and takes five answers. */
async function post(url: string, body: Payload, how: How): Promise<'taken' | 'refused' | 'lost'> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...sent(body), ...how }),
      signal: AbortSignal.timeout(TIMES.call),
    });
    return response.ok ? 'taken' : 'refused';
  } catch {
    return 'lost';
  }
}

/** What somebody is told when their press went wrong through no fault of theirs. */
export function sentenceFor(error: unknown): string {
  if (error instanceof StoreAway) {
    return "Heed can't reach its database, nothing was changed. Try again in a minute.";
  }
  if (error instanceof SlackFault) {
    if (TOO_LATE.includes(error.code))
      return 'Slack took too long to open the dialog. Press again.';
    return "Slack doesn't answer Heed at the moment. Try again in a minute.";
  }
  return 'Something went wrong in Heed, and it has been written down. Look at the card before you try again.';
}

const TOO_LATE = [
  'expired_trigger_id',
  'trigger_expired',
  'exchanged_trigger_id',
  'invalid_trigger_id',
];
