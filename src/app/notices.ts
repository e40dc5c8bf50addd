/** What the admins are told when Heed cannot do something by itself. */
import { z } from 'zod';
import type { House } from './house.ts';
import { type Personal, personalMessages } from './one-surface.ts';
import { showRequest } from './outbox-rows.ts';
import type { Store } from './store-port.ts';
import type { View } from './surface-port.ts';
import type { Transaction } from './transaction-port.ts';

const notice = z.object({ title: z.string(), text: z.string() });

export type Notice = z.infer<typeof notice>;

/** Tells every admin once per subject. */
export async function tellAdmins(house: House, subject: string, what: Notice): Promise<void> {
  await house.store.writeSetting(settingKey(subject), JSON.stringify(what));
  const admins = house.handbook().people.filter((person) => person.role === 'admin');
  await house.store.transaction(async (tx) => {
    for (const { email } of admins) {
      await writeTo(house, tx, { kind: 'notice', subject, recipient: email });
    }
  });
}

/** Has somebody told, once. */
export async function writeTo(house: House, tx: Transaction, what: Personal): Promise<void> {
  const messages = await personalMessages(tx, what, house.places());
  const context = { now: house.now(), mayWait: false };
  await tx.enqueue(messages.map((message) => showRequest(message, context)));
}

export async function noticeOf(store: Store, subject: string): Promise<View | null> {
  const stored = await store.readSetting(settingKey(subject));
  if (stored === null) return null;
  const { title, text } = notice.parse(JSON.parse(stored));
  return { type: 'notice', title, text };
}

function settingKey(subject: string): string {
  return `notice:${subject}`;
}
