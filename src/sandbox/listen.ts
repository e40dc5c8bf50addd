import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** On this machine alone. @param port 0 for any that is free */
export function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no TCP address');
      resolve(address);
    });
  });
}
