import type { Delivery } from './delivery.ts';
import { eventCallback } from './payloads.ts';
import { messageShape } from './shapes.ts';
import type { Channel, MessageEvents, WorkspaceState } from './workspace.ts';

/**
 * What the manifest subscribes to: messages in the channels that the app is in, its own too. Slack
 * tells them without waiting for an answer, and once more where none came.
 */
export function tellEvents(state: WorkspaceState, delivery: Delivery): MessageEvents {
  function tell(channel: Channel, event: Readonly<Record<string, unknown>>): void {
    if (channel.with !== null || !channel.botIsMember) return;
    const ts = state.nextTs();
    const about = { channel: channel.id, event_ts: ts, channel_type: typeOf(channel) };
    void send({ type: 'message', ...event, ...about });
  }

  async function send(event: Readonly<Record<string, unknown>>): Promise<void> {
    const payload = eventCallback(state, event);
    const ack = await delivery.deliver({ type: 'events_api', payload, retry: 0 });
    if (ack.type === 'acked' || ack.type === 'unconnected') return;
    await delivery.deliver({ type: 'events_api', payload, retry: 1 });
  }

  return {
    posted: (channel, message) => tell(channel, messageShape(message)),
    changed: (channel, message, before) =>
      tell(channel, {
        subtype: 'message_changed',
        hidden: true,
        ts: state.nextTs(),
        message: messageShape(message),
        previous_message: messageShape(before),
      }),
    deleted: (channel, before) =>
      tell(channel, {
        subtype: 'message_deleted',
        hidden: true,
        ts: state.nextTs(),
        deleted_ts: before.ts,
        previous_message: messageShape(before),
      }),
  };
}

function typeOf({ members }: Channel): string {
  return members === null ? 'channel' : 'group';
}
