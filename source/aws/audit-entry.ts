import {sleep, type Clock} from '../shared/clock.ts';
import type {AuditEntry, Change} from './audit.ts';
import type {Identity, SessionContext} from './session.ts';

/** A line must not come late because nobody answers who is at work. */
const whoMaxMs = 1000;

/**
Adds to changes who made them and where.

@param options.known The identity, once somebody asked for it: plans do.
@param options.ask Asks AWS. Done once, and not waited for longer than a second: a line without a name is better than none.
*/
export function createEntryMaker(options: {
	clock: Clock;
	context: SessionContext;
	known: () => Identity | undefined;
	ask: () => Promise<Identity>;
}): (change: Change) => Promise<AuditEntry> {
	const {clock, context, known, ask} = options;
	let asking: Promise<Identity | undefined> | undefined;

	async function askSoon(): Promise<Identity | undefined> {
		const done = new AbortController();
		const tooLong = sleep(clock, whoMaxMs, {signal: done.signal}).then(
			() => undefined,
			() => undefined,
		);
		const who = await Promise.race([ask().catch(() => undefined), tooLong]);
		done.abort();
		return who;
	}

	return async change => {
		if (!known()) asking ??= askSoon();
		const who = known() ?? (await asking);
		const {name, target, region, endpointUrl, profile} = context;
		return {
			...change,
			...(who && {identity: who}),
			context: {name, target, region, ...(endpointUrl !== undefined && {endpointUrl}), ...(profile !== undefined && {profile})},
		};
	};
}
