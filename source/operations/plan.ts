/** What the gate asks for: nothing, Enter, `y`, or a typed name. */
export type Level = 'cost' | 'change' | 'destroy' | 'whole';

/**
What exactly will happen, to what, and where: read before anything is done. The gate shows it, `--dry-run` prints it, and `execute…` takes it.

A plan is data: making one changes nothing.
*/
export type Plan<Request = unknown> = {
	/** `purge`, `redrive`, `split` … the verb of the command line. */
	readonly operation: string;
	readonly level: Level;
	/** `Purge orders-dlq` */
	readonly title: string;
	/** What the last key does, in a few words: `purge it`, `split it`. */
	readonly verb: string;
	/** What must be typed at the levels `destroy` and `whole`, and what kind of name that is: `queue`, `stream`. */
	readonly subject: {readonly kind: 'queue' | 'topic' | 'stream' | 'messages' | 'context'; readonly name: string};
	/** Lines of the dialog: `deletes: about 17 ready, 0 in flight`. A text may hold several lines. */
	readonly facts: ReadonlyArray<{readonly label: string; readonly text: string}>;
	/** The same as sentences, for a sheet that says what it will do before it is gone through with. */
	readonly consequences?: readonly string[];
	/** Worst first; each a sentence. */
	readonly warnings: readonly string[];
	/** The same thing as a command line, without its `--yes`. */
	readonly command: string;
	/** Numbers that are compared when the plan is read again on confirmation: growth by more than 10 % or 100 needs another Enter. */
	readonly counts: Readonly<Record<string, number>>;
	/** Settings that are compared when the plan is read again: any change needs another Enter. */
	readonly settings: Readonly<Record<string, string>>;
	/** Milder ways, offered in the dialog before it is confirmed. */
	readonly alternatives?: ReadonlyArray<{readonly id: string; readonly text: string}>;
	/** Nothing is changed here, but in another context, whose own mode was asked: a copy to it. */
	readonly changesElsewhere?: boolean;
	/** Nothing is changed anywhere: what it costs is money or calls. Allowed in READ-ONLY too. */
	readonly readsOnly?: boolean;
	readonly request: Request;
};

export type Outcome = {
	/** One sentence: `Purged orders-dlq; about 17 messages are gone.` */
	readonly summary: string;
	readonly requestId?: string;
	/** Something that was meant was not done, or is in doubt; the summary says what. */
	readonly isPartly?: boolean;
};

/** What became different between two readings of a plan, each as `ready 17 → 120`. Empty when nothing that matters did. */
export function planChanges(before: Plan, after: Plan): readonly string[] {
	const changes: string[] = [];
	for (const [name, now] of Object.entries(after.counts)) {
		const then = before.counts[name] ?? 0;
		const growth = now - then;
		if (growth > 100 || growth > then * 0.1) changes.push(`${name} ${then.toLocaleString('en-US')} → ${now.toLocaleString('en-US')}`);
	}
	for (const name of new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])) {
		const then = before.settings[name] ?? 'none';
		const now = after.settings[name] ?? 'none';
		if (then !== now) changes.push(`${name} ${then} → ${now}`);
	}
	return changes;
}
