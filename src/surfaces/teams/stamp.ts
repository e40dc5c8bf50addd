/**
 * What a posted card carries of Heed's own: which of its messages it is. A card whose answer was
 * lost is recognised by it, where Heed may look, and when somebody presses on it.
 *
 * It leans on two things. Graph gives a card back as "serialised json" in its attachment's content
 * (https://learn.microsoft.com/graph/teams-messaging-overview), of which `id` is a property that
 * the Adaptive Card schema knows of every element. And an action's `data` comes back with a press.
 */
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

const KEY = 'stands_as';

const stamped = z.object({ [KEY]: z.string().min(1) });
const object = z.record(z.string(), z.unknown());
const elements = z.array(object).min(1);

/** @param message the id of the surface message */
export function stamp(card: Json, message: string): Json {
  const marked = object.parse(stampActions(card, message));
  const [first, ...others] = elements.safeParse(marked['body']).data ?? [];
  if (first === undefined) return marked;
  return { ...marked, body: [{ ...first, id: markOf(message) }, ...others] };
}

/** The message as which the card was posted; null where what was pressed does not say. */
export function readStamp(data: unknown): string | null {
  return stamped.safeParse(data).data?.[KEY] ?? null;
}

/** Whether a card is that message, by its JSON. */
export function isStamped(json: string, message: string): boolean {
  return json.includes(markOf(message));
}

function markOf(message: string): string {
  return `heed-${message}`;
}

function stampActions(value: unknown, message: string): unknown {
  if (Array.isArray(value)) return value.map((one) => stampActions(one, message));
  const node = object.safeParse(value).data;
  if (node === undefined) return value;
  const entries = Object.entries(node).map(([name, inner]) => [name, stampActions(inner, message)]);
  const copy = object.parse(Object.fromEntries(entries));
  const data = object.safeParse(copy['data']).data;
  const isPressed = copy['type'] === 'Action.Execute' || copy['type'] === 'Action.Submit';
  return isPressed && data !== undefined ? { ...copy, data: { ...data, [KEY]: message } } : copy;
}
