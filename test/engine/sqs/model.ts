/**
A queue as the documentation tells it, with plain arrays that are searched from end to end: slow, and easy to believe. The engine must agree with it.
*/
export type ModelMessage = {
	readonly body: string;
	readonly group: string;
	readonly sentAtMs: number;
	/** Undefined while visible. */
	hiddenUntilMs: number | undefined;
	isInFlight: boolean;
	receiveCount: number;
};

export type Model = {
	settle(nowMs: number): void;
	/** Changes how long messages are kept, those that are there too. */
	retain(seconds: number): void;
	/** On a FIFO queue nothing happens when the same body was accepted in the last five minutes. */
	send(options: {body: string; group: string; delaySeconds: number; nowMs: number}): void;
	purge(): void;
	receive(options: {count: number; timeoutSeconds: number; nowMs: number}): readonly ModelMessage[];
	/** Whether it was there to be deleted. */
	delete(message: ModelMessage): void;
	changeVisibility(message: ModelMessage, options: {timeoutSeconds: number; nowMs: number}): void;
	/** Visible, in flight, delayed. */
	counts(): readonly [number, number, number];
	/** Bodies of what went to the dead-letter queue, in that order. */
	readonly deadLetters: string[];
	has(message: ModelMessage): boolean;
};

export function createModel(options: {isFifo: boolean; retentionSeconds: number; maxReceiveCount: number}): Model {
	const {isFifo, maxReceiveCount} = options;
	let {retentionSeconds} = options;
	/** In the order of sending. */
	let messages: ModelMessage[] = [];
	/** What is visible, in the order in which it became so; on FIFO queues the groups whose first message is visible. */
	let turns: Array<ModelMessage | string> = [];
	const deadLetters: string[] = [];
	const acceptedAtMsByBody = new Map<string, number>();

	function refresh(group: string): void {
		const first = messages.find(message => message.group === group);
		const isReady = first !== undefined && first.hiddenUntilMs === undefined;
		if (!isReady) turns = turns.filter(turn => turn !== group);
		else if (!turns.includes(group)) turns.push(group);
	}

	function changed(message: ModelMessage): void {
		if (isFifo) refresh(message.group);
		else if (message.hiddenUntilMs !== undefined || !messages.includes(message)) turns = turns.filter(turn => turn !== message);
		else if (!turns.includes(message)) turns.push(message);
	}

	function remove(message: ModelMessage): void {
		messages = messages.filter(other => other !== message);
		changed(message);
	}

	function show(message: ModelMessage): void {
		message.hiddenUntilMs = undefined;
		message.isInFlight = false;
		changed(message);
	}

	/** What would be received next, given what was received already in this call. */
	function next(): ModelMessage | undefined {
		const [turn] = turns;
		return typeof turn === 'string' ? messages.find(message => message.group === turn) : turn;
	}

	function receiveOne(message: ModelMessage, hiddenUntilMs: number): boolean {
		if (message.receiveCount >= maxReceiveCount) {
			deadLetters.push(message.body);
			remove(message);
			return false;
		}
		message.receiveCount++;
		message.hiddenUntilMs = hiddenUntilMs;
		message.isInFlight = true;
		changed(message);
		return true;
	}

	/** The rest of a group whose first message was just taken, up to the first that is not visible. */
	function runOf(first: ModelMessage): ModelMessage[] {
		if (!isFifo) return [first];
		const group = messages.filter(message => message.group === first.group);
		const end = group.findIndex(message => message.hiddenUntilMs !== undefined);
		return end === -1 ? group : group.slice(0, end);
	}

	return {
		deadLetters,
		has: message => messages.includes(message),
		settle(nowMs) {
			for (const message of messages.filter(({sentAtMs}) => sentAtMs + retentionSeconds * 1000 <= nowMs)) remove(message);
			const due = messages.filter(({hiddenUntilMs}) => hiddenUntilMs !== undefined && hiddenUntilMs <= nowMs);
			// Sorting is stable: those due at the same moment stay in the order of sending.
			for (const message of due.toSorted((left, right) => (left.hiddenUntilMs ?? 0) - (right.hiddenUntilMs ?? 0))) show(message);
		},
		retain(seconds) {
			retentionSeconds = seconds;
		},
		purge() {
			for (const message of messages) remove(message);
		},
		send({body, group, delaySeconds, nowMs}) {
			const acceptedAtMs = acceptedAtMsByBody.get(body);
			if (isFifo && acceptedAtMs !== undefined && nowMs - acceptedAtMs < 300_000) return;
			acceptedAtMsByBody.set(body, nowMs);
			const hiddenUntilMs = delaySeconds > 0 ? nowMs + delaySeconds * 1000 : undefined;
			const message = {body, group, sentAtMs: nowMs, hiddenUntilMs, isInFlight: false, receiveCount: 0};
			messages.push(message);
			changed(message);
		},
		receive({count, timeoutSeconds, nowMs}) {
			const received: ModelMessage[] = [];
			for (let first = next(); first && received.length < count; first = next())
				for (const message of runOf(first)) {
					if (received.length === count) break;
					if (receiveOne(message, nowMs + timeoutSeconds * 1000)) received.push(message);
				}
			if (timeoutSeconds === 0) for (const message of received) show(message);
			return received;
		},
		delete: remove,
		changeVisibility(message, {timeoutSeconds, nowMs}) {
			if (timeoutSeconds === 0) show(message);
			else message.hiddenUntilMs = nowMs + timeoutSeconds * 1000;
		},
		counts() {
			const inFlightCount = messages.filter(({isInFlight}) => isInFlight).length;
			const visibleCount = messages.filter(({hiddenUntilMs}) => hiddenUntilMs === undefined).length;
			return [visibleCount, inFlightCount, messages.length - visibleCount - inFlightCount];
		},
	};
}
