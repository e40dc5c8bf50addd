/** botbuilder's adapter: lets in whoever Microsoft vouches for, and makes calls as Heed. */
import { CloudAdapter } from 'botbuilder';
import { AppCredentials, type ConnectorClient, TeamsConnectorClient } from 'botframework-connector';
import { z } from 'zod';
import { createAuthentication, ownIdentity, type TeamsCredentials } from './auth.ts';
import { connectorHttp } from './connector-http.ts';

/**
 * `process` would answer a forged signature with 500 and print it; here whoever calls is told what
 * was wrong and answers.
 */
class Door extends CloudAdapter {
  /** Runs `turn` once the authorization proved good; else rejects with what was wrong. */
  async receive(authorization: string, body: unknown, turn: () => Promise<void>): Promise<void> {
    await this.processActivity(authorization, ACTIVITY.parse(body), turn);
  }
}

type Received = Parameters<Door['processActivityDirect']>[1];

/** All that the adapter itself reads is checked before. */
const ACTIVITY = z.custom<Received>((value) => typeof value === 'object' && value !== null);

/** A token is for the connector, wherever it is. */
const NOWHERE = 'https://smba.trafficmanager.net/teams/';

export interface Adapter {
  receive(authorization: string, body: unknown, turn: () => Promise<void>): Promise<void>;
  connect(serviceUrl: string): Promise<ConnectorClient>;
  connectTeams(serviceUrl: string): Promise<TeamsConnectorClient>;
  /** Rejects with whatever Microsoft, or the way there, has against it. */
  fetchToken(): Promise<void>;
}

export function createAdapter(credentials: TeamsCredentials): Adapter {
  const authentication = createAuthentication(credentials);
  const door = new Door(authentication);
  const factory = authentication.createConnectorFactory(ownIdentity(credentials));
  const connect = (serviceUrl: string) => factory.create(serviceUrl);
  return {
    connect,
    receive: (authorization, body, turn) => door.receive(authorization, body, turn),
    async connectTeams(serviceUrl) {
      const { credentials: own } = await connect(serviceUrl);
      return new TeamsConnectorClient(own, { baseUri: serviceUrl, httpClient: connectorHttp });
    },
    async fetchToken() {
      const { credentials: own } = await connect(NOWHERE);
      if (own instanceof AppCredentials) await own.getToken();
    },
  };
}
