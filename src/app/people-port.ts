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
  /** When they last pressed, wrote or filled something in there, about; null for never. */
  readonly usedAt: Instant | null;
}

export interface PersonLinks {
  byExternalId(surface: string, tenant: string, externalId: string): Promise<PersonLink | null>;
  byEmail(surface: string, tenant: string, email: string): Promise<PersonLink | null>;
  /** What was looked up; when they last used it stays as it was. */
  save(link: Omit<PersonLink, 'usedAt'>): Promise<void>;
  /**
   * They did something there. Written at once where another surface was used since, else every few
   * minutes.
   */
  noteUse(link: Pick<PersonLink, 'surface' | 'tenant' | 'externalId'>, at: Instant): Promise<void>;
}
