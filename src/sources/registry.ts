import type { Handbook } from '../core/handbook.ts';
import { openWebhook, type WebhookSource } from './webhook/index.ts';

/** Looks up a secret by the environment variable's name that the handbook gives. */
export type Secrets = (name: string) => string | null;

export type OpenedSources =
  | { readonly ok: true; readonly sources: ReadonlyMap<string, WebhookSource> }
  | {
      readonly ok: false;
      readonly mistakes: readonly string[];
      /** Those that are in order. */
      readonly sources: ReadonlyMap<string, WebhookSource>;
    };

/** Every source of the handbook, ready; or what is missing in the environment, all of it. */
export function openSources(handbook: Handbook, secrets: Secrets): OpenedSources {
  const sources = new Map<string, WebhookSource>();
  const mistakes: string[] = [];
  for (const account of handbook.sources) {
    const secret = secrets(account.secretEnv);
    const mistake = mistakeIn(account.id, account.secretEnv, secret);
    if (mistake !== null || secret === null) mistakes.push(mistake ?? account.id);
    else sources.set(account.id, openWebhook(account, secret));
  }
  return mistakes.length > 0 ? { ok: false, mistakes, sources } : { ok: true, sources };
}

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
function mistakeIn(id: string, name: string, secret: string | null): string | null {
  if (secret === null || secret === '') {
    return `${name} is not set: it holds the secret of the source "${id}", whsec_ and 24 to 64 bytes in base64.`;
  }
  const base64 = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : '';
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64').length : 0;
  if (bytes >= 24 && bytes <= 64) return null;
  return `${name} is no Standard Webhooks secret: it must be whsec_ and 24 to 64 bytes in base64.`;
}
