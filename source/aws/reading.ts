import {SluiceError} from '../shared/errors.ts';
import type {SessionContext} from './session.ts';

/**
What an optional call answered: its value, or why it has none. A permission that is missing must grey one cell, so it is an answer here and no exception.

- not-allowed: AWS denied it; the error says which permission is missing.
- absent: the endpoint has no such service, as most local ones have no Lambda.
*/
export type Reading<Value> =
	| {readonly status: 'known'; readonly value: Value}
	| {readonly status: 'not-allowed' | 'absent'; readonly error: SluiceError};

/** Failures that say nothing about the service: they pass, or they concern every call. */
const passing: ReadonlySet<string> = new Set([
	'aborted',
	'throttled',
	'unreachable',
	'aws-failed',
	'no-credentials',
	'login-expired',
	'bad-credentials',
	'clock-skew',
	'untrusted-certificate',
	'refused-by-mode',
]);

/**
Makes an optional call.

@throws What passes by itself or concerns every call: throttling, a lost network, a login that ended, an abort.
*/
export async function readOptional<Value>(context: SessionContext, read: () => Promise<Value>): Promise<Reading<Value>> {
	try {
		return {status: 'known', value: await read()};
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		if (error.code === 'denied') return {status: 'not-allowed', error};
		// A local endpoint words its ignorance in its own way; AWS always has the service, so there a refusal is a fault of the call.
		const isAbsent = error.code === 'not-supported' || (context.target !== 'aws' && !passing.has(error.code));
		if (isAbsent) return {status: 'absent', error};
		throw error;
	}
}
