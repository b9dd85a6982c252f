import type {EpochMs} from '../shared/clock.ts';
import type {Message, QueueRef} from './queue.ts';

/** A message as it lies in its queue, seen without receiving it. It has no receipt handle: nothing can be done to it. */
export type LookedMessage = {
	readonly message: Message;
	readonly where: 'ready' | 'inFlight' | 'delayed';
	/** When one that is in flight or delayed becomes ready, where that is told. */
	readonly readyAtMs?: EpochMs;
};

type Abortable = {readonly signal?: AbortSignal};

/**
Messages seen without receiving them. AWS has no such call; sluice's engine and LocalStack have pages of their own for it. Reads, so it is allowed in every
mode.
*/
export type LookGateway = {
	/** Whether this session's endpoint has such a page. Asked once; AWS itself is never asked. */
	isPossible(options?: Abortable): Promise<boolean>;
	/**
	Messages in all states.

	@returns Undefined when this session's endpoint has no such page.
	@throws `look-failed` when the page does not answer, or not with messages; `aborted`.
	*/
	messages(queue: QueueRef, options: Abortable & {count: number}): Promise<readonly LookedMessage[] | undefined>;
};
