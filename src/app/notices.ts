/** What the admins are told when Heed cannot do something by itself. */
import { z } from 'zod';
import type { House } from './house.ts';
import { showRequest } from './outbox-rows.ts';
import type { Store } from './store-port.ts';
import type { View } from './surface-port.ts';

const notice = z.object({ title: z.string(), text: z.string() });

export type Notice = z.infer<typeof notice>;

/** Tells every admin once per subject. */
export async function tellAdmins(house: House, subject: string, what: Notice): Promise<void> {
  await house.store.writeSetting(settingKey(subject), JSON.stringify(what));
  const admins = house.handbook().people.filter((person) => person.role === 'admin');
  await house.store.transaction(async (tx) => {
    for (const { surface, tenant } of house.places()) {
      for (const admin of admins) {
        const place = `@${admin.email}`;
        const key = { surface, tenant, kind: 'notice', subject, placement: 0, place } as const;
        const message = await tx.ensureSurfaceMessage(key, 0);
        await tx.enqueue([showRequest(message, { now: house.now(), mayWait: false })]);
      }
    }
  });
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
