import type {EpochMs} from '../../shared/clock.ts';

/** How bad it is, worst first: data goes for good, something fails, something is slow, something will bite later. */
export const ranks = ['LOSS', 'FAIL', 'SLOW', 'RISK'] as const;
export type Rank = (typeof ranks)[number];

/** What a finding is about. */
export type Thing = {
	readonly kind: 'queue' | 'topic' | 'stream';
	/** Queue URL, topic ARN, stream name. */
	readonly id: string;
	readonly name: string;
	/** A shard's id, a subscription's ARN or endpoint. */
	readonly part?: string;
};

/** One value of the measure that proves a finding. */
export type Point = {readonly atMs: EpochMs; readonly value: number};

/** Where a number comes from, and how old it is. */
export type Evidence = {readonly source: string; readonly atMs?: EpochMs; readonly note?: string};

/** Something that helps: by a key of the console, or by a command line where no key does it. */
export type Fix = {
	readonly text: string;
	/** What to know before doing it. */
	readonly aside?: string;
	/** Id of the console's action that goes there. */
	readonly action?: string;
	/** The same for a shell. */
	readonly commandLine?: string;
	/** A policy statement or another text to copy. */
	readonly copy?: string;
};

/** What a rule says of a thing, before its rank and its id are known. */
export type Claim = {
	/** Told apart from other claims of the same rule about the same thing. */
	readonly detail?: string;
	readonly thing: Thing;
	/** Where, in a few words, when it is not just the thing's name. */
	readonly where?: string;
	/** A sentence with a number. */
	readonly what: string;
	/** The first sample that showed it; absent for settings. */
	readonly sinceMs?: EpochMs;
	readonly measure?: {readonly name: string; readonly points: readonly Point[]};
	/** Why it hurts, in sentences. */
	readonly why: string;
	readonly evidence: readonly Evidence[];
	/** Most helpful first. */
	readonly fixes: readonly Fix[];
	/** When the harm is done; sorts findings of one rank. */
	readonly harmAtMs?: EpochMs;
	/** How much of it: messages, records a second. Sorts what is left. */
	readonly size: number;
};

/** Something that is wrong, with its proof and the way out. */
export type Finding = Claim & {
	/** Stable as long as the same is wrong with the same thing. */
	readonly id: string;
	readonly rule: string;
	readonly rank: Rank;
	readonly where: string;
};

/** A rule that lacks input says what it needs, and guesses nothing. */
export type Unknown = {
	readonly rule: string;
	/** `one more look, 10 s`, `CloudWatch` */
	readonly needs: string;
};

/** Worst first, then what comes to harm first, then what is larger; the name decides last, so that the order is the same each time. */
export function compareFindings(a: Finding, b: Finding): number {
	return (
		ranks.indexOf(a.rank) - ranks.indexOf(b.rank) ||
		(a.harmAtMs ?? Number.MAX_SAFE_INTEGER) - (b.harmAtMs ?? Number.MAX_SAFE_INTEGER) ||
		b.size - a.size ||
		(a.id < b.id ? -1 : Number(a.id > b.id))
	);
}

/** Whether it is bad enough for the header and the exit code: data goes, or something fails. */
export function isBurning({rank}: Pick<Finding, 'rank'>): boolean {
	return rank === 'LOSS' || rank === 'FAIL';
}
