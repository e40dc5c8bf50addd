/** Who is in the sandbox's workspace and on its square. All of them are invented. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly color: string;
  readonly isBot: boolean;
  readonly isGuest: boolean;
}

function person(id: string, name: string, title: string, color: string): User {
  const first = name.split(' ')[0] ?? name;
  const email = `${first.toLowerCase()}@${title === 'guest' ? 'agency' : 'acme'}.example`;
  return { id, name, email, title, color, isBot: false, isGuest: title === 'guest' };
}

export const USERS: readonly User[] = [
  person('U0THANDI', 'Thandi Nkosi', 'agent (care, deliveries)', '#0f766e'),
  person('U0SAM', 'Sam Botha', 'lead', '#1d4ed8'),
  person('U0LINDIWE', 'Lindiwe Dube', 'reviewer', '#9333ea'),
  person('U0NOOR', 'Noor Patel', 'trainee', '#b45309'),
  person('U0KABELO', 'Kabelo Mokoena', 'agent (deliveries)', '#be123c'),
  person('U0ZANELE', 'Zanele Khumalo', 'admin', '#15803d'),
  person('U0ALEX', 'Alex Meyer', 'outside the handbook', '#475569'),
  person('U0ROBIN', 'Robin Vance', 'guest', '#78716c'),
];

export const BOT: User = {
  id: 'U0HEED',
  name: 'Heed',
  email: '',
  title: 'app',
  color: '#0c6b58',
  isBot: true,
  isGuest: false,
};

export const TEAM = { id: 'T0ACME', name: 'Acme', domain: 'acme' } as const;
export const BOT_ID = 'B0HEED';
export const APP_ID = 'A0HEED';

/** `members` are those of a private channel; everybody is in the others. */
export const CHANNELS: readonly {
  readonly name: string;
  readonly members: readonly string[] | null;
}[] = [
  { name: 'general', members: null },
  { name: 'care', members: null },
  { name: 'deliveries', members: null },
  { name: 'people-private', members: ['U0THANDI', 'U0SAM', 'U0HEED'] },
];

/** Slack's user groups. */
export const GROUPS: readonly {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}[] = [
  {
    id: 'S0CAREDUTY',
    handle: 'care-duty',
    name: 'Care on duty',
    users: ['U0THANDI', 'U0LINDIWE'],
  },
];

export interface Customer {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly followers: number;
}

export const CUSTOMERS: readonly Customer[] = [
  { id: 'u-1', handle: 'lerato', name: 'Lerato M.', followers: 120 },
  { id: 'u-2', handle: 'tomadler', name: 'Tom Adler', followers: 15 },
  { id: 'u-3', handle: 'aisha_k', name: 'Aisha K.', followers: 2300 },
  { id: 'u-4', handle: 'jamesoduya', name: 'James O.', followers: 48 },
  { id: 'u-5', handle: 'meilin', name: 'Mei Lin', followers: 610 },
];

export const OUR_POSTS = [
  { id: 'black-friday', title: 'Black Friday' },
  { id: 'new-courier', title: 'Our new courier' },
] as const;
