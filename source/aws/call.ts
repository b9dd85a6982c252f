import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {callClass, isAllowed, type CallClass, type ServiceId} from './allowed-calls.ts';
import {describeChange, writtenDown, type AuditLog, type Change} from './audit.ts';
import {translateError} from './errors.ts';
import {endsLogin, type LoginTracker} from './login-state.ts';
import type {ReachTracker} from './reach.ts';
import type {ApiCall, CallTally, Mode, SessionContext} from './session.ts';

/** How many calls are remembered. */
const callsMax = 1000;

export type CallRequest = {
	readonly service: ServiceId;
	/** AWS's name: `SendMessage`. */
	readonly action: string;
	/** Name of the queue, topic or stream, for the sentence of an error. */
	readonly about?: string;
	/** What is sent. The audit log takes names and numbers from it, never contents. */
	readonly input?: unknown;
	/** The messages that a delete is about, in the order of its entries: receipt handles tell nobody which. */
	readonly messageIds?: readonly string[] | undefined;
	/** How many things with a price of their own are asked for, where AWS charges for those: metrics. */
	readonly quantity?: number | undefined;
	readonly signal?: AbortSignal;
};

/** Every answer of an SDK client carries this. */
export type Answer = {readonly $metadata: {readonly requestId?: string}};

/**
The one way to AWS. Refuses what the session's mode does not allow before anything is sent, remembers the call, and turns what the SDK throws into
SluiceErrors.
*/
export type Caller = {
	/** @param send Makes the call with the given signal, which also ends when the session is closed. */
	call<Output extends Answer>(request: CallRequest, send: (signal: AbortSignal) => Promise<Output>): Promise<Output>;
	mode(): Mode;
	setMode(mode: Mode): void;
	/** Oldest first, at most 1,000. */
	calls(): readonly ApiCall[];
	/** Calls that were sent, since the start. Refused ones were not. */
	callCount(): number;
	/** Calls that were sent, by action. */
	tallies(): readonly CallTally[];
	close(): void;
};

/** Calls that take something away for good. */
const isForGood = /^(?:Delete|Purge|Merge|Split|Unsubscribe)/;

/**
@param options.onChange Told of each call that changes AWS, once it has ended, however it ended.
@param options.audit What `onChange` wrote down is on the disk before a call that cannot be undone is sent.
*/
export function createCaller(options: {
	clock: Clock;
	context: SessionContext;
	mode: Mode;
	login?: LoginTracker;
	reach?: ReachTracker;
	onChange?: (change: Change) => void;
	audit?: Pick<AuditLog, 'flush'>;
}): Caller {
	const {clock, context, login, reach} = options;
	const onChange = (kind: CallClass, make: () => Change): void => {
		if (kind === 'change' && options.onChange) options.onChange(make());
	};
	const closing = new AbortController();
	const log: ApiCall[] = [];
	let mode = options.mode;
	const tally = createTally();

	function remember(entry: ApiCall): void {
		log.push(entry);
		if (log.length > callsMax) log.shift();
	}

	return {
		async call(request, send) {
			const {service, action} = request;
			const atMs = clock.nowMs();
			const kind = callClass(service, action);
			if (!isAllowed(mode, kind)) {
				remember({atMs, service, action, durationMs: 0, outcome: 'refused', code: 'refused-by-mode'});
				throw refusedByMode(request, {mode, kind, name: context.name});
			}
			const problem = login?.problem() ?? reach?.held(service, {action, kind});
			if (problem) throw problem;
			const era = login?.era() ?? 0;
			tally.add(request);
			const signal = request.signal ? AbortSignal.any([request.signal, closing.signal]) : closing.signal;
			if (kind === 'change' && isForGood.test(action)) await writtenDown(options.audit, {clock, signal});
			const {quantity} = request;
			const entry = {atMs, service, action, ...(quantity !== undefined && {quantity})};
			try {
				const output = await send(signal);
				const requestId = output.$metadata.requestId;
				const durationMs = clock.nowMs() - atMs;
				remember({...entry, durationMs, outcome: 'ok', ...(requestId && {requestId})});
				reach?.ended(service, {begunAtMs: atMs});
				onChange(kind, () => describeChange(request, {atMs, durationMs, output}));
				return output;
			} catch (error) {
				const translated = translateError(error, {...request, context, isAborted: signal.aborted});
				reach?.ended(service, {begunAtMs: atMs, error: translated});
				if (endsLogin(translated)) login?.ended(translated, {atMs: clock.nowMs(), era});
				const durationMs = clock.nowMs() - atMs;
				remember({...entry, durationMs, ...failureOf(translated)});
				onChange(kind, () => describeChange(request, {atMs, durationMs, error: translated}));
				throw translated;
			}
		},
		mode: () => mode,
		setMode(next) {
			if (mode === 'READ-ONLY' && next !== 'READ-ONLY') throw readOnlyForGood();
			mode = next;
		},
		calls: () => log.slice(),
		callCount: tally.count,
		tallies: tally.all,
		close: () => closing.abort(),
	};
}

function readOnlyForGood(): SluiceError {
	return new SluiceError('This session is READ-ONLY, which can only be left by starting again.', {
		code: 'read-only',
		nextSteps: ['Start sluice without --read-only.'],
	});
}

/** Counts the calls that were sent, in all and by action. */
function createTally(): {add(request: CallRequest): void; count(): number; all(): readonly CallTally[]} {
	let sentCount = 0;
	const tallies = new Map<string, CallTally>();
	return {
		add({service, action, quantity = 0}) {
			sentCount++;
			const name = `${service}:${action}`;
			const before = tallies.get(name);
			tallies.set(name, {service, action, count: (before?.count ?? 0) + 1, quantity: (before?.quantity ?? 0) + quantity});
		},
		count: () => sentCount,
		all: () => [...tallies.values()],
	};
}

function failureOf(error: SluiceError): Pick<ApiCall, 'outcome' | 'code' | 'requestId'> {
	const {awsCode, requestId} = error.call ?? {};
	return {outcome: outcomeOf(error.code), code: awsCode ?? error.code, ...(requestId && {requestId})};
}

function outcomeOf(code: string): ApiCall['outcome'] {
	if (code === 'throttled') return 'throttled';
	return code === 'denied' ? 'denied' : 'failed';
}

/** `DeleteMessage changes AWS; the mode is LOOK.` */
function refusedByMode(request: CallRequest, state: {mode: Mode; kind: CallClass; name: string}): SluiceError {
	const {service, action} = request;
	const {mode, kind, name} = state;
	const does = kind === 'receive' ? 'hides messages from their consumers' : 'changes AWS';
	const nextSteps =
		mode === 'READ-ONLY'
			? ['READ-ONLY can only be left by starting again without --read-only.']
			: [`In the console: : mode change, then type ${name}.`, 'On the command line: --mode change.'];
	return new SluiceError(`${action} ${does}; the mode is ${mode}.`, {code: 'refused-by-mode', nextSteps, call: {service, action}});
}
