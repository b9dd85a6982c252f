/**
A failure that a person can meet and do something about. The message is one sentence in the present tense that names the thing; `nextSteps` say what to do.

`code` is stable and made for scripts and tests: `queue-not-found`, `throttled`, `refused-by-mode`.
*/
export class SluiceError extends Error {
	override readonly name: string = 'SluiceError';
	readonly code: string;
	readonly nextSteps: readonly string[];
	/** What AWS said, where the failure came from a call. */
	readonly call: FailedCall | undefined;

	constructor(message: string, options: {code: string; nextSteps?: readonly string[]; call?: FailedCall; cause?: unknown}) {
		super(message, {cause: options.cause});
		this.code = options.code;
		this.nextSteps = options.nextSteps ?? [];
		this.call = options.call;
	}
}

export type FailedCall = {
	/** `sqs`, `sns`, `kinesis`, `sts` */
	readonly service: string;
	/** `GetQueueAttributes` */
	readonly action: string;
	/** AWS's own code: `AccessDenied`. */
	readonly awsCode?: string;
	readonly requestId?: string;
};

/** Bad flags or settings, found before any work. Exit code 2. */
export class UsageError extends SluiceError {
	override readonly name = 'UsageError';

	constructor(message: string, options: {nextSteps?: readonly string[]; cause?: unknown} = {}) {
		super(message, {code: 'usage', ...options});
	}
}

/** For the end of a `switch` over a union: a new case that nobody handles does not compile. */
export function unreachable(value: never): never {
	throw new Error(`Not handled: ${JSON.stringify(value)}`);
}
