export const LIMITS = { cardBytes: 27_000 } as const;
