/** Who stands behind an id of a surface. */
import type { Instant } from '../core/mention.ts';

export interface PersonLink {
  readonly surface: string;
  readonly tenant: string;
  readonly externalId: string;
  /** Lower case; null for those without one. */
  readonly email: string | null;
  /** Only members act: guests, strangers from shared channels, bots and former members look. */
  readonly standing: 'member' | 'guest' | 'stranger' | 'bot' | 'gone';
  readonly checkedAt: Instant;
}

export interface PersonLinks {
  byExternalId(surface: string, tenant: string, externalId: string): Promise<PersonLink | null>;
  byEmail(surface: string, tenant: string, email: string): Promise<PersonLink | null>;
  save(link: PersonLink): Promise<void>;
}
