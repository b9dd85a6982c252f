import {writtenDown} from '../aws/audit.ts';
import type {Message, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {checkMessage} from './check-message.ts';
import {deleteConfirmed, sendConfirmed, type SendResult} from './confirm.ts';
import type {MessageFate} from './message-fate.ts';
import {createGrace, createPace, type Pace} from './pace.ts';
import type {Transfer} from './transfer.ts';
import type {UndoStore} from './undo.ts';

export type TransferOptions = {
	readonly clock: Clock;
	/** The queue that the messages are in, and the session that holds them. */
	readonly source: QueueRef & {readonly isFifo: boolean};
	readonly from: Session;
	/** Where copies are sent; another session for another context. */
	readonly to: Session;
	readonly keepsOriginals: boolean;
	readonly ratePerSecond?: number | undefined;
	/** Gets what was moved. */
	readonly undo?: UndoStore | undefined;
	/** Whether a message is still held by whoever received it; one that is not stays where it is. Default: all are. */
	readonly isHeld?: ((message: Message) => boolean) | undefined;
	readonly signal?: AbortSignal | undefined;
};

/** A message whose copy is confirmed. */
type Sent = {readonly message: Message; readonly newMessageId: string; readonly to: string};

type Ending = {readonly isInterrupted: boolean; readonly error?: SluiceError};

/**
Moves messages: sends them, checks the id and the checksums of each, and only then deletes the original. Changes real data.

Stopped in the middle of a batch, it finishes that batch within two seconds. In a FIFO queue, nothing of a group is sent after a message of it that could not
be.
*/
export class TransferRunner {
	readonly #options: TransferOptions;
	readonly #pace: Pace;
	readonly #grace: ReturnType<typeof createGrace>;
	/** Groups of FIFO destinations of which a message stayed behind. */
	readonly #blocked = new Set<string>();
	/** Ids that FIFO destinations have answered: one that comes twice is of a message that was swallowed. */
	readonly #answered = new Set<string>();
	#ending: Ending | undefined;

	constructor(options: TransferOptions) {
		const {clock, ratePerSecond, signal} = options;
		this.#options = options;
		this.#pace = createPace({clock, perSecond: ratePerSecond});
		this.#grace = createGrace(signal, {clock});
	}

	/** Undefined while more can be run. */
	ending(): Ending | undefined {
		return this.#ending;
	}

	/** Lets go of the signal. */
	end(): void {
		this.#grace.end();
	}

	/** Sends a batch, checks what arrived, deletes the originals; answers when all that is done. Messages without a fate were not touched. */
	async run(batch: readonly Transfer[]): Promise<readonly MessageFate[]> {
		const {keepsOriginals, signal} = this.#options;
		if (this.#ending) return [];
		try {
			await this.#pace(batch.length, signal ? {signal} : {});
			signal?.throwIfAborted();
		} catch {
			// Nothing of this batch was touched.
			this.#ending = {isInterrupted: true};
			return [];
		}
		const fates: MessageFate[] = [];
		const sent = await this.#send(this.#check(batch, fates), fates);
		if (keepsOriginals) fates.push(...sent.map(copy => ({type: 'copied' as const, ...copy})));
		else if (sent.length > 0) await this.#deleteOriginals(sent, fates);
		if (signal?.aborted) this.#ending ??= {isInterrupted: true};
		return fates;
	}

	/** Tells of those that cannot be sent, and answers the others. */
	#check(batch: readonly Transfer[], fates: MessageFate[]): readonly Transfer[] {
		const {isHeld = () => true} = this.#options;
		return batch.filter(transfer => {
			const group = groupOf(transfer);
			if (transfer.destination.isFifo && this.#blocked.has(group)) return false;
			const problem = isHeld(transfer.message) ? problemOf(transfer) : notHeld;
			if (!problem) return true;
			if (transfer.destination.isFifo) this.#blocked.add(group);
			fates.push({type: 'failed', message: transfer.message, ...problem});
			return false;
		});
	}

	async #send(transfers: readonly Transfer[], fates: MessageFate[]): Promise<readonly Sent[]> {
		const destination = transfers[0]?.destination;
		if (!destination) return [];
		const {clock, to} = this.#options;
		const messages = transfers.map(({outgoing}) => outgoing);
		const {results, error} = await sendConfirmed(to, destination, messages, {
			clock,
			signal: this.#grace.signal,
			isFifo: destination.isFifo,
		});
		this.#stopAfter(error);
		return transfers.flatMap((transfer, index) => {
			const {message} = transfer;
			const result = this.#readSend(transfer, results[index]);
			if (result.status === 'sent') return [{message, newMessageId: result.messageId, to: destination.name}];
			if (destination.isFifo) this.#blocked.add(groupOf(transfer));
			if (result.status === 'unanswered')
				fates.push({type: 'doubtful', message, step: 'send', to: destination.name, reason: result.reason});
			else if (result.code !== 'interrupted') fates.push({type: 'failed', message, code: result.code, reason: result.reason});
			return [];
		});
	}

	/** The queue answers the id of the message that it has already, for one that it swallows. */
	#readSend({destination}: Transfer, result: SendResult | undefined): SendResult {
		if (result?.status !== 'sent' || !destination.isFifo) return result ?? notAnswered;
		if (this.#answered.has(result.messageId))
			return {status: 'refused', code: 'swallowed', reason: `${destination.name} took it for a copy of another message and swallowed it`};
		this.#answered.add(result.messageId);
		return result;
	}

	async #deleteOriginals(sent: readonly Sent[], fates: MessageFate[]): Promise<void> {
		const {clock, from, to, source, undo} = this.#options;
		// A session waits for its own log before it deletes; the copies are in that of the other.
		if (to !== from) await writtenDown(to.audit, {clock, signal: this.#grace.signal});
		const messages = sent.map(({message}) => message);
		const {results, error} = await deleteConfirmed(from, source, messages, {clock, signal: this.#grace.signal});
		this.#stopAfter(error);
		for (const [index, copy] of sent.entries()) {
			const result = results[index] ?? notAnswered;
			if (result.status === 'deleted') {
				undo?.keep({message: copy.message, queue: {name: source.name, url: source.url}, isFifo: source.isFifo, movedTo: copy.to});
				fates.push({type: 'moved', ...copy});
			} else if (result.status === 'unanswered') fates.push({type: 'doubtful', step: 'delete', ...copy, reason: result.reason});
			else fates.push({type: 'doubled', ...copy, reason: result.reason});
		}
	}

	#stopAfter(error: SluiceError | undefined): void {
		if (error) this.#ending ??= this.#options.signal?.aborted ? {isInterrupted: true} : {isInterrupted: false, error};
	}
}

const notHeld = {code: 'not-held', reason: 'it is not held any more; receive it again'};

const notAnswered = {status: 'unanswered', reason: 'AWS said nothing about it'} as const;

function groupOf({destination, outgoing}: Transfer): string {
	return `${destination.url} ${outgoing.groupId ?? ''}`;
}

/** What AWS would refuse, in one sentence of ours. */
function problemOf({destination, outgoing}: Transfer): {code: string; reason: string} | undefined {
	if (Object.keys(outgoing.attributes ?? {}).length > 10)
		return {code: 'too-many-attributes', reason: 'it would have more than 10 attributes'};
	try {
		checkMessage(destination, outgoing);
		return undefined;
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		return {code: 'does-not-fit', reason: error.message};
	}
}
