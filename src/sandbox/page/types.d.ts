/** What the sandbox's server says to its page, and the parts of Block Kit that the page draws. */

export type User = {
  id: string;
  name: string;
  email: string;
  title: string;
  initials: string;
  color: string;
  isBot: boolean;
};
export type Channel = {
  id: string;
  name: string;
  kind: 'channel' | 'im';
  /** A channel that only its members see. */
  isPrivate: boolean;
  with?: string;
  unread: number;
};
export type Message = {
  ts: string;
  user: string;
  text: string;
  blocks?: Block[];
  threadTs?: string;
  /** A reply that the channel shows too. */
  broadcast?: boolean;
  replyCount: number;
  edited: boolean;
  ephemeral: boolean;
  at: number;
};
export type View = {
  id: string;
  hash: string;
  title: string | null;
  submit: string | null;
  close: string | null;
  blocks: Block[];
  values: Values;
  errors?: Record<string, string>;
  pending: boolean;
};
export type State = {
  team: { id: string; name: string };
  me: string;
  users: User[];
  groups: { id: string; handle: string }[];
  channels: Channel[];
  messages: Record<string, Message[]>;
  views: View[];
  /** What Heed published on its Home tab for this person. */
  home: { id: string; blocks: Block[]; values: Values } | null;
  notice: string | null;
  connected: boolean;
};
export type Post = {
  id: string;
  postId: string;
  author: { id: string; handle: string; name: string } | null;
  kind: Kind;
  text: string;
  at: number | string;
  editedAt: number | string | null;
  deleted: boolean;
  inReplyTo: string | null;
  threadId: string;
  attachments: { kind: string; url: string; alt: string }[];
  delivery: 'sending' | 'taken' | 'failed';
  url: string;
};
export type Kind = 'comment' | 'repost' | 'like' | 'tag';
export type Mode = 'works' | 'refuses' | 'down' | 'silent';
export type Square = {
  customers: { id: string; handle: string; name: string }[];
  ourPosts: { id: string; title: string }[];
  posts: Post[];
  mode: Mode;
};

/** One field as in `view.state.values`. */
export type Field = {
  type: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_user?: string | null;
  selected_date_time?: number | null;
};
export type Values = Record<string, Record<string, Field>>;

/** `type` is plain_text or mrkdwn. */
export type Text = { type: string; text: string };
export type Option = { text: Text; value: string; description?: Text; url?: string };
export type Confirm = { title: Text; text: Text; confirm: Text; deny: Text; style?: string };
export type Rich = {
  type: string;
  elements?: Rich[];
  text?: string;
  url?: string;
  name?: string;
  user_id?: string;
  usergroup_id?: string;
  channel_id?: string;
  range?: string;
  timestamp?: number;
  format?: string;
  fallback?: string;
  indent?: number;
  offset?: number;
  style?: string | Partial<Record<'bold' | 'italic' | 'strike' | 'code', boolean>>;
};
/** Any block element; the server has already checked which fields its type needs. */
export type Element = {
  type: string;
  action_id: string;
  text?: Text;
  value?: string;
  url?: string;
  style?: string;
  confirm?: Confirm;
  accessibility_label?: string;
  placeholder?: Text;
  options?: Option[];
  option_groups?: { label: Text; options: Option[] }[];
  initial_value?: string;
  initial_option?: Option;
  initial_options?: Option[];
  initial_user?: string;
  initial_date_time?: number;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
  focus_on_load?: boolean;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  image_url?: string;
  alt_text?: string;
};
export type Block = {
  type: string;
  block_id: string;
  text?: Text;
  fields?: Text[];
  accessory?: Element;
  elements?: Part[];
  element?: Element;
  label?: Text;
  hint?: Text;
  /** A text for an image, the words themselves for a chart. */
  title?: Text & string;
  chart?: Chart;
  optional?: boolean;
  dispatch_action?: boolean;
  image_url?: string;
  alt_text?: string;
};
export type Chart = {
  series?: { name: string; data: { label: string; value: number }[] }[];
  axis_config?: { categories: string[] };
};
/** What stands in a block's `elements`: text, an element or rich text. */
export type Part = Element & Rich & { text: string & Text };
/** Where blocks stand: in a message or in a dialog. */
export type Place = {
  /** Tells the same message in the thread pane from the one in the list. */
  pane?: string;
  channel?: string;
  ts?: string;
  viewId?: string;
  values?: Values;
  errors?: Record<string, string>;
};
