/** Who Heed is to Microsoft. */
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  AuthenticationConstants,
  AuthenticationError,
  ClaimsIdentity,
  JwtTokenProviderFactory,
  ManagedIdentityAppCredentials,
  MicrosoftAppCredentials,
} from 'botframework-connector';
import { connectorHttp } from './connector-http.ts';

export type TeamsCredentials =
  | {
      readonly type: 'password';
      readonly appId: string;
      readonly password: string;
      readonly tenant: string;
    }
  /** Of the machine that Heed runs on: it needs no secret. */
  | { readonly type: 'managed_identity'; readonly appId: string; readonly tenant: string }
  /** For a trial: nobody is asked who they are, and nobody else than this machine is heard. */
  | { readonly type: 'local'; readonly tenant: string };

export function createAuthentication(
  credentials: TeamsCredentials,
): ConfigurationBotFrameworkAuthentication {
  return new ConfigurationBotFrameworkAuthentication(
    settingsOf(credentials),
    undefined,
    undefined,
    undefined,
    { httpClient: connectorHttp },
  );
}

function settingsOf(credentials: TeamsCredentials): Record<string, string> {
  switch (credentials.type) {
    case 'password':
      return {
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppId: credentials.appId,
        MicrosoftAppPassword: credentials.password,
        MicrosoftAppTenantId: credentials.tenant,
      };
    case 'managed_identity':
      return {
        MicrosoftAppType: 'UserAssignedMsi',
        MicrosoftAppId: credentials.appId,
        MicrosoftAppTenantId: credentials.tenant,
      };
    case 'local':
      return { MicrosoftAppType: 'MultiTenant' };
    default:
      return credentials satisfies never;
  }
}

const GRAPH = 'https://graph.microsoft.com';

/** Asks for a token for Microsoft Graph; null where Heed is nobody to Microsoft. */
export function graphToken(credentials: TeamsCredentials): (() => Promise<string>) | null {
  switch (credentials.type) {
    case 'password': {
      const { appId, password, tenant } = credentials;
      const own = new MicrosoftAppCredentials(appId, password, tenant, GRAPH);
      return () => own.getToken();
    }
    case 'managed_identity': {
      const factory = new JwtTokenProviderFactory();
      const own = new ManagedIdentityAppCredentials(credentials.appId, GRAPH, factory);
      return () => own.getToken();
    }
    case 'local':
      return null;
    default:
      return credentials satisfies never;
  }
}

/** As which Heed speaks first, with nobody having spoken to it. */
export function ownIdentity(credentials: TeamsCredentials): ClaimsIdentity {
  if (credentials.type === 'local') return new ClaimsIdentity([]);
  const value = credentials.appId;
  return new ClaimsIdentity([
    { type: AuthenticationConstants.AudienceClaim, value },
    { type: AuthenticationConstants.AppIdClaim, value },
  ]);
}

/** The names of jsonwebtoken's errors, which the connector lets through as they are. */
const BAD_TOKEN = ['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError'];

/** Whoever spoke is not who they say; anything else is an outage on the way to finding out. */
export function isForged(error: unknown): boolean {
  if (error instanceof AuthenticationError) return Number(error.statusCode) === 401;
  return error instanceof Error && BAD_TOKEN.includes(error.name);
}
