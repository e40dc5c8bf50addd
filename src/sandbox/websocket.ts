import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * The server's side of RFC 6455, as far as Socket Mode needs it: text frames, whole or in
 * fragments, ping, pong and close. Loopback only, so no compression and one size limit.
 */
export interface WebSocketConnection {
  send(text: string): void;
  close(): void;
}

interface Handlers {
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_MESSAGE = 1_000_000;
const OPCODE = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
const PING_EVERY_MS = 10_000;
const CLOSE_AFTER_MS = 500;

function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  if (length < 126) header[1] = length;
  else if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
  readonly size: number;
}

/** The first frame in the buffer, or null while it isn't all there. */
function decodeFrame(buffer: Buffer): Frame | null {
  if (buffer.length < 2) return null;
  const short = buffer.readUInt8(1) & 0x7f;
  const masked = (buffer.readUInt8(1) & 0x80) !== 0;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const headerSize = 2 + lengthBytes + (masked ? 4 : 0);
  if (buffer.length < headerSize) return null;
  const length =
    short === 126
      ? buffer.readUInt16BE(2)
      : short === 127
        ? Number(buffer.readBigUInt64BE(2))
        : short;
  if (!masked || length > MAX_MESSAGE) throw new Error('not a client frame that is taken here');
  if (buffer.length < headerSize + length) return null;
  const mask = buffer.subarray(headerSize - 4, headerSize);
  const payload = Buffer.from(buffer.subarray(headerSize, headerSize + length));
  for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at % 4] ?? 0);
  const first = buffer.readUInt8(0);
  return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload, size: headerSize + length };
}

/** Answers an HTTP upgrade and speaks WebSocket from then on. */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  handlers: Handlers,
): WebSocketConnection {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let pending: Buffer = Buffer.alloc(0);
  let fragments: Buffer[] = [];

  function send(opcode: number, payload: Buffer): void {
    if (socket.writable) socket.write(encodeFrame(opcode, payload));
  }

  function take(frame: Frame): void {
    switch (frame.opcode) {
      case OPCODE.ping:
        return send(OPCODE.pong, frame.payload);
      case OPCODE.close:
        send(OPCODE.close, frame.payload.subarray(0, 2));
        socket.end();
        return;
      case OPCODE.text:
      case OPCODE.continuation:
        fragments.push(frame.payload);
        if (!frame.final) return;
        handlers.onText(Buffer.concat(fragments).toString());
        fragments = [];
        return;
      default:
        return;
    }
  }

  const heartbeat = setInterval(() => send(OPCODE.ping, Buffer.alloc(0)), PING_EVERY_MS);
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    try {
      for (let frame = decodeFrame(pending); frame; frame = decodeFrame(pending)) {
        pending = pending.subarray(frame.size);
        take(frame);
      }
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearInterval(heartbeat);
    handlers.onClose();
  });
  return {
    send: (text) => send(OPCODE.text, Buffer.from(text)),
    close() {
      send(OPCODE.close, Buffer.from([0x03, 0xe8]));
      socket.end();
      setTimeout(() => socket.destroy(), CLOSE_AFTER_MS).unref();
    },
  };
}
