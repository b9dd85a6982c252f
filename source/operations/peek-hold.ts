import type {FailedEntry, Message, QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {isUnanswered} from '../aws/unanswered.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import type {MessageFate} from './message-fate.ts';
import {canExtend, expire, extendAtMs, isHidden, timeoutSecondsMax, type PeekedMessage, type PeekState} from './peek-state.ts';

/** Nobody pressed a key for so long: everything is given back. */
const idleMsMax = 5 * 60_000;

/** Extensions due within this are made together. */
const slackMs = 1000;

export type HolderOptions = {
	readonly clock: Clock;
	readonly queue: QueueAttributes;
	readonly visibilityTimeoutSeconds: number;
	/** Default: true. */
	readonly isKept?: boolean;
	readonly onChange?: () => void;
	/** Stops calls under way. */
	readonly signal: AbortSignal;
};

/** What AWS answered to a batch: its refusal by receipt handle, or the failure of the whole call. */
type BatchAnswer = {readonly refusals: ReadonlyMap<string, FailedEntry>; readonly error?: SluiceError};

/** Holds peeked messages: keeps them in time, gives them back, and knows what became of each. */
export class PeekHolder {
	readonly #session: Session;
	readonly #options: HolderOptions;
	readonly #byId = new Map<string, PeekedMessage>();
	#list: readonly PeekedMessage[] | undefined;
	#problem: SluiceError | undefined;
	#touchedAtMs: EpochMs;
	/** Everything was given back, or tried to be, because nobody was there. */
	#isIdle = false;
	#isStopped = false;
	#cancelWake: (() => void) | undefined;

	constructor(session: Session, options: HolderOptions) {
		this.#session = session;
		this.#options = options;
		this.#touchedAtMs = options.clock.nowMs();
	}

	/** Takes in what a receive brought. A message that is known already gets its new receipt handle and is held again. */
	add(messages: readonly Message[], askedAtMs: EpochMs): void {
		const {isKept = true, visibilityTimeoutSeconds} = this.#options;
		for (const message of messages) {
			const state: PeekState =
				visibilityTimeoutSeconds === 0
					? {status: 'released', atMs: askedAtMs}
					: {status: 'held', heldUntilMs: askedAtMs + visibilityTimeoutSeconds * 1000, isKept};
			this.#byId.set(message.messageId, {message, receivedAtMs: askedAtMs, state});
		}
		if (messages.length > 0) this.#settle();
	}

	/** Oldest first send first. */
	messages(): readonly PeekedMessage[] {
		this.#list ??= [...this.#byId.values()].toSorted((a, b) => a.message.sentAtMs - b.message.sentAtMs);
		return this.#list;
	}

	hiddenCount(): number {
		let count = 0;
		for (const {state} of this.#byId.values()) if (isHidden(state)) count++;
		return count;
	}

	/** Why the last call failed. Undefined once one has succeeded. */
	problem(): SluiceError | undefined {
		return this.#problem;
	}

	touch(): void {
		this.#touchedAtMs = this.#nowMs();
		this.#isIdle = false;
	}

	/** No more extensions. */
	stop(): void {
		this.#isStopped = true;
		this.#cancelWake?.();
	}

	async extend(messageIds?: readonly string[]): Promise<void> {
		const begun = this.#begin(messageIds, {from: canExtend, status: 'extending'});
		if (begun.length === 0) return;
		const askedAtMs = this.#nowMs();
		const timeoutSeconds = Math.min(this.#options.visibilityTimeoutSeconds, timeoutSecondsMax(begun, askedAtMs));
		const {refusals, error} = await this.#change(begun, timeoutSeconds);
		for (const {message} of begun) {
			const state = this.#byId.get(message.messageId)?.state;
			// Its time may have passed while the answer was on its way. SQS accepts stale handles of standard queues, to no effect.
			if (state?.status !== 'extending') continue;
			const refusal = refusals.get(message.receiptHandle);
			if (error === undefined && refusal === undefined)
				this.#set(message.messageId, {status: 'held', heldUntilMs: askedAtMs + timeoutSeconds * 1000, isKept: true});
			else if (isHandleRefusal(refusal)) this.#set(message.messageId, {status: 'expired', atMs: this.#nowMs()});
			else this.#set(message.messageId, {status: 'held', heldUntilMs: state.heldUntilMs, isKept: false});
		}
		this.#settle();
	}

	async release(messageIds?: readonly string[]): Promise<void> {
		const begun = this.#begin(messageIds, {from: ({state}) => isHidden(state) && state.status !== 'releasing', status: 'releasing'});
		if (begun.length === 0) return;
		const {refusals, error} = await this.#change(begun, 0);
		for (const {message} of begun) {
			const state = this.#byId.get(message.messageId)?.state;
			if (state?.status !== 'releasing') continue;
			const isReleased = error === undefined && !refusals.has(message.receiptHandle);
			if (isReleased) this.#set(message.messageId, {status: 'released', atMs: this.#nowMs()});
			else this.#set(message.messageId, {status: 'held', heldUntilMs: state.heldUntilMs, isKept: false});
		}
		this.#settle();
	}

	isHeld(messageId: string): boolean {
		const state = this.#byId.get(messageId)?.state;
		return state !== undefined && isHidden(state) && state.status !== 'releasing' && state.heldUntilMs > this.#nowMs();
	}

	settle(fates: readonly MessageFate[]): void {
		const atMs = this.#nowMs();
		for (const fate of fates) {
			const {messageId} = fate.message;
			const state = this.#byId.get(messageId)?.state;
			if (fate.type === 'deleted' || fate.type === 'moved') this.#set(messageId, {status: 'gone', atMs});
			else if (fate.type === 'doubtful' && fate.step === 'delete')
				this.#set(messageId, {status: 'doubtful', backAtMs: state && isHidden(state) ? state.heldUntilMs : atMs});
			else if ('code' in fate && fate.code === 'receipt-handle-expired') this.#set(messageId, {status: 'expired', atMs});
		}
		this.#settle();
	}

	/** Ten in a call, so that one without an answer leaves no doubt about those before it. */
	async delete(messageIds: readonly string[]): Promise<void> {
		for (let start = 0; start < messageIds.length; start += 10) await this.#delete(messageIds.slice(start, start + 10));
	}

	async #delete(messageIds: readonly string[]): Promise<void> {
		const {queue, signal} = this.#options;
		const held = this.#some(messageIds, ({state}) => state.status === 'held');
		if (held.length === 0) return;
		const ids = held.map(({message}) => message.messageId);
		const {refusals, error} = await this.#batch(() =>
			this.#session.queues.deleteMessages(queue.url, handlesOf(held), {signal, messageIds: ids}),
		);
		for (const {message, state} of held) {
			const refusal = refusals.get(message.receiptHandle);
			if (error !== undefined) {
				// Sent, perhaps done: only an answer would tell.
				if (isUnanswered(error) && isHidden(state)) this.#set(message.messageId, {status: 'doubtful', backAtMs: state.heldUntilMs});
			} else if (refusal === undefined) this.#set(message.messageId, {status: 'gone', atMs: this.#nowMs()});
			else if (isHandleRefusal(refusal)) this.#set(message.messageId, {status: 'expired', atMs: this.#nowMs()});
		}
		this.#settle();
	}

	#nowMs(): EpochMs {
		return this.#options.clock.nowMs();
	}

	#set(messageId: string, state: PeekState): void {
		const peeked = this.#byId.get(messageId);
		if (peeked) this.#byId.set(messageId, {...peeked, state});
	}

	/** These, or all, that fit and whose time has not passed. */
	#some(messageIds: readonly string[] | undefined, fits: (peeked: PeekedMessage) => boolean): PeekedMessage[] {
		this.#expireAll();
		const wanted = messageIds ? messageIds.map(id => this.#byId.get(id)) : [...this.#byId.values()];
		return wanted.filter(peeked => peeked !== undefined && fits(peeked)) as PeekedMessage[];
	}

	/** Marks messages as being extended or released, before it is asked for. */
	#begin(
		messageIds: readonly string[] | undefined,
		{from, status}: {from: (peeked: PeekedMessage) => boolean; status: 'extending' | 'releasing'},
	): PeekedMessage[] {
		const begun = this.#some(messageIds, from);
		for (const {message, state} of begun) {
			if (!isHidden(state)) continue;
			const {heldUntilMs} = state;
			this.#set(message.messageId, status === 'extending' ? {status, heldUntilMs, sinceMs: this.#nowMs()} : {status, heldUntilMs});
		}
		if (begun.length > 0) this.#settle();
		return begun;
	}

	#change(peeked: readonly PeekedMessage[], timeoutSeconds: number): Promise<BatchAnswer> {
		const {queue, signal} = this.#options;
		return this.#batch(() => this.#session.queues.changeVisibility(queue.url, handlesOf(peeked), {timeoutSeconds, signal}));
	}

	async #batch(call: () => Promise<ReadonlyArray<FailedEntry & {receiptHandle: string}>>): Promise<BatchAnswer> {
		try {
			const failed = await call();
			this.#problem = undefined;
			return {refusals: new Map(failed.map(entry => [entry.receiptHandle, entry]))};
		} catch (error) {
			this.#problem = error instanceof SluiceError ? error : new SluiceError(String(error), {code: 'failed', cause: error});
			return {refusals: new Map(), error: this.#problem};
		}
	}

	#expireAll(): void {
		const nowMs = this.#nowMs();
		for (const [id, peeked] of this.#byId) this.#byId.set(id, expire(peeked, nowMs));
	}

	/** Everything that follows from a change: what the clock has ended, when to look again, and telling. */
	#settle(): void {
		this.#expireAll();
		this.#list = undefined;
		this.#cancelWake?.();
		this.#cancelWake = undefined;
		const nextMs = this.#nextDeadlineMs();
		if (nextMs !== Infinity && !this.#isStopped) this.#cancelWake = this.#options.clock.schedule(nextMs, () => this.#wake());
		this.#options.onChange?.();
	}

	/** Infinity when nothing is held. */
	#nextDeadlineMs(): EpochMs {
		let earliestMs = Infinity;
		for (const peeked of this.#byId.values()) {
			if (!isHidden(peeked.state)) continue;
			earliestMs = Math.min(earliestMs, peeked.state.heldUntilMs, this.#extendAtMs(peeked), this.#idleAtMs());
		}
		return earliestMs;
	}

	#extendAtMs(peeked: PeekedMessage): EpochMs {
		return extendAtMs(peeked, this.#options.visibilityTimeoutSeconds);
	}

	#idleAtMs(): EpochMs {
		return this.#isIdle ? Infinity : this.#touchedAtMs + idleMsMax;
	}

	/** Runs at the earliest deadline. Both calls tell of their failures through `problem` and never reject. */
	#wake(): void {
		const nowMs = this.#nowMs();
		// First, for a machine that slept wakes up long after: then nothing is left to extend.
		this.#settle();
		if (nowMs >= this.#idleAtMs()) {
			this.#isIdle = true;
			void this.release();
			return;
		}
		const due = [...this.#byId.values()].filter(peeked => this.#extendAtMs(peeked) <= nowMs + slackMs);
		if (due.length > 0) void this.extend(due.map(({message}) => message.messageId));
	}
}

function handlesOf(peeked: readonly PeekedMessage[]): string[] {
	return peeked.map(({message}) => message.receiptHandle);
}

/** Whether the handle is of no use any more: SQS's ways to say so. */
function isHandleRefusal(refusal: FailedEntry | undefined): boolean {
	return (
		refusal !== undefined && (/ReceiptHandleIsInvalid|MessageNotInflight/.test(refusal.code) || /receipt ?handle/i.test(refusal.message))
	);
}
