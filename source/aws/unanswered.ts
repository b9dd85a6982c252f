import type {SluiceError} from '../shared/errors.ts';

/** Failures after which it is open whether AWS did what was asked: the request may have arrived. */
const unansweredCodes: readonly string[] = ['aborted', 'unreachable', 'aws-failed', 'failed', 'not-aws'];

/** Whether it is open if AWS did it. */
export function isUnanswered(error: SluiceError): boolean {
	return unansweredCodes.includes(error.code);
}

/** Codes of sockets that never carried a request. */
const neverConnected: readonly unknown[] = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_NODATA',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
];

/** Whether the request certainly did not leave this machine. Says so only of calls that were tried once. */
export function neverLeft(error: SluiceError): boolean {
	if (error.code !== 'unreachable') return false;
	let cause: unknown = error.cause;
	for (let depth = 0; depth < 5 && typeof cause === 'object' && cause !== null; depth++) {
		if ('code' in cause && neverConnected.includes(cause.code)) return true;
		cause = 'cause' in cause ? cause.cause : undefined;
	}
	return false;
}
