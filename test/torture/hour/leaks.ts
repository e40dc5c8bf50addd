/**
 * Nobody who is not named for a sensitive mention reads a word of it: not in what stands at the end,
 * nor in what Heed wrote anywhere while it was sensitive.
 */
import { hasMoved, maySee } from '../../../src/core/audience.ts';
import type { Mention } from '../../../src/core/mention.ts';
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { CHANNELS } from '../../../src/sandbox/people.ts';
import type { Message } from '../../../src/sandbox/workspace.ts';
import type { Books, Known } from '../books.ts';
import type { Site } from '../site.ts';

/** Something written, where these people read it. */
interface Written {
  readonly where: string;
  /** E-mail addresses. */
  readonly readers: readonly string[];
  readonly said: string;
  readonly at: number;
}

export interface Leaks {
  check(books: Books): readonly string[];
}

/** What is on its way when it becomes sensitive may still arrive. */
const ON_ITS_WAY_MS = 15_000;

/** Listens from now on. */
export function watchLeaks({ sandbox }: Site): Leaks {
  const sent: Written[] = [];
  sandbox.workspace.onCall(({ method, args, at }) => {
    const said = JSON.stringify(args);
    const to = tagsIn(said).length > 0 ? placeOf(sandbox, args) : null;
    if (to !== null) sent.push({ where: method, ...to, said, at });
  });
  return {
    check({ known, handbook }) {
      const standing = [...messagesIn(sandbox), ...homesIn(sandbox)];
      const told = [...sent, ...ephemeralsIn(sandbox)];
      return known.flatMap((one) => {
        const { mention } = one;
        const isForAll = ({ readers }: Written) =>
          readers.every((email) => maySee({ email }, { ...mention, sensitive: true }, handbook));
        const left = mention.sensitive ? standing.filter((it) => !isForAll(it)) : [];
        const since = told.filter((it) => !isForAll(it) && wasSensitive(one, it.at));
        return [
          ...left.flatMap((it) => betrayals(one, it, [...tagsOf(one), ...nameOf(mention, it)])),
          ...since.flatMap((it) => betrayals(one, it, tagsOf(one))),
        ];
      });
    },
  };
}

function betrayals(
  { mention }: Known,
  { where, readers, said }: Written,
  words: readonly string[],
): readonly string[] {
  const found = words.filter((word) => said.includes(word));
  if (found.length === 0) return [];
  return [`${mention.ref} is sensitive, and ${readers.length} read ${found.join(' ')} at ${where}`];
}

/** What stands in each text that a customer or somebody of the staff writes, and in no other. */
function tagsIn(said: string): readonly string[] {
  return said.match(/\(case \d+\)|\b[A-Z]\d+(?=:)/g) ?? [];
}

function tagsOf({ words }: Known): readonly string[] {
  return [...new Set([...words.values()].flatMap(tagsIn))].map((tag) =>
    tag.startsWith('(') ? tag : `${tag}:`,
  );
}

/** Of its name no more may stand than that it has moved. */
function nameOf(mention: Mention, { said }: Written): readonly string[] {
  const rest = said.replaceAll(hasMoved(mention), '');
  return new RegExp(`${mention.ref}\\b`).test(rest) ? [mention.ref] : [];
}

/** Whether it was at that time, and had been for a while. */
function wasSensitive({ history }: Known, at: number): boolean {
  let since = Number.POSITIVE_INFINITY;
  for (const { event, at: happened } of history) {
    if (happened > at) break;
    if (event.type === 'opened' || event.type === 'restored') {
      since = event.sensitive === true ? happened - ON_ITS_WAY_MS : Number.POSITIVE_INFINITY;
    }
    if (event.type === 'made_sensitive') since = happened;
    if (event.type === 'made_ordinary') since = Number.POSITIVE_INFINITY;
  }
  return at > since + ON_ITS_WAY_MS;
}

function placeOf(
  { workspace }: Sandbox,
  { channel, user_id: user }: Readonly<Record<string, unknown>>,
): Pick<Written, 'readers'> | null {
  const people = workspace.users.filter(({ isBot }) => !isBot);
  if (typeof user === 'string') return { readers: [workspace.user(user).email] };
  if (typeof channel !== 'string') return null;
  const direct = people.find(({ id }) => workspace.directChannel(id)?.id === channel);
  if (direct !== undefined) return { readers: [direct.email] };
  const { members } = workspace.channel(channel);
  const inside = people.filter(({ id }) => members === null || members.includes(id));
  return { readers: inside.map(({ email }) => email) };
}

function messagesIn(sandbox: Sandbox): readonly Written[] {
  const { workspace } = sandbox;
  const people = workspace.users.filter(({ isBot }) => !isBot);
  const places = [
    ...CHANNELS.map(({ name }) => workspace.channel(name)),
    ...people.flatMap(({ id }) => workspace.directChannel(id) ?? []),
  ];
  return places.flatMap(({ id, name, messages }) => {
    const readers = placeOf(sandbox, { channel: id })?.readers ?? [];
    const where = name === '' ? `a message to ${readers.join()}` : `#${name}`;
    return messages
      .filter((message) => message.user === workspace.botUserId && !isAnswer(message))
      .map((message) => ({ where, readers, said: saidBy(message), at: message.at }));
  });
}

/** To what somebody did; said once, like what only they see in a channel. */
function isAnswer({ metadata }: Message): boolean {
  return metadata === undefined;
}

function homesIn({ workspace }: Sandbox): readonly Written[] {
  return workspace.users.flatMap(({ id, email }) => {
    const home = workspace.home(id);
    const where = `the Home tab of ${email}`;
    return home === null
      ? []
      : [{ where, readers: [email], said: JSON.stringify(home.view), at: 0 }];
  });
}

function ephemeralsIn({ workspace }: Sandbox): readonly Written[] {
  return workspace.users.flatMap(({ id, email }) =>
    workspace.ephemerals(id).map((message) => ({
      where: `what ${email} was told`,
      readers: [email],
      said: saidBy(message),
      at: message.at,
    })),
  );
}

function saidBy({ text, blocks = [] }: Message): string {
  return JSON.stringify([text, blocks]);
}
