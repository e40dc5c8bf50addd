/** Where a surface may speak that cannot be asked for it: what it was told when it was added. */
import type { MessageRef, Place } from './surface-message.ts';

export interface ChannelConversation {
  readonly kind: 'channel';
  readonly id: string;
  /** Null where it was never told; what is known stays then. */
  readonly name: string | null;
  readonly team: string;
  readonly teamName: string | null;
  readonly serviceUrl: string;
}

export interface PersonalConversation {
  readonly kind: 'personal';
  readonly id: string;
  /** Their id on the surface. */
  readonly person: string;
  readonly serviceUrl: string;
}

export interface Conversations {
  save(place: Place, conversation: ChannelConversation | PersonalConversation): Promise<void>;
  /** These are all that the team has; it may be called something else by now. */
  saveTeam(place: Place, team: string, channels: readonly ChannelConversation[]): Promise<void>;
  renameTeam(place: Place, team: string, name: string): Promise<void>;
  /** By team and name. */
  channels(place: Place): Promise<readonly ChannelConversation[]>;
  find(place: Place, id: string): Promise<ChannelConversation | PersonalConversation | null>;
  chatWith(place: Place, person: string): Promise<PersonalConversation | null>;
  forget(place: Place, id: string): Promise<void>;
  forgetTeam(place: Place, team: string): Promise<void>;
}

export interface PostedLine {
  readonly seq: number;
  readonly ref: MessageRef;
}

/** Lines that stand in threads which nobody can read back. */
export interface PostedLines {
  /** @param message the surface message under which the line stands */
  remember(message: string, line: PostedLine): Promise<void>;
  of(message: string): Promise<readonly PostedLine[]>;
  forget(message: string, line: PostedLine): Promise<void>;
}
