import {SluiceError} from '../shared/errors.ts';
import type {Failure, Thrown} from './errors.ts';

const unknownHostCodes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'];

// In order of what they tell: HTTP/2 wraps the reason in a code of its own.
const unreachableCodes = [
	'ECONNREFUSED',
	'ECONNRESET',
	'ECONNABORTED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
	'ETIMEDOUT',
	'EPIPE',
	'EADDRNOTAVAIL',
	'TimeoutError',
	'UND_ERR_CONNECT_TIMEOUT',
	'ERR_HTTP2_ERROR',
	'ERR_HTTP2_STREAM_CANCEL',
	'ERR_HTTP2_STREAM_ERROR',
	'ERR_HTTP2_SESSION_ERROR',
	'ERR_HTTP2_GOAWAY_SESSION',
	'ERR_HTTP2_INVALID_SESSION',
];

const isCertificate = /^(?:CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/;

/** No answer, or an answer that is not AWS's. */
export function networkError(thrown: Thrown, {action, context, service}: Failure): SluiceError | undefined {
	const {call, cause} = thrown;
	const codes = errorCodes(cause);
	const endpoint = context.endpointUrl ?? `${service}.${context.region}.amazonaws.com`;
	const fail = (code: string, sentence: string, nextSteps: readonly string[]): SluiceError =>
		new SluiceError(sentence, {code, nextSteps, call, cause});
	const code = (wanted: readonly string[]): string | undefined => wanted.find(each => codes.includes(each));

	if (code(unknownHostCodes) !== undefined)
		return fail('unreachable', `The name of ${endpoint} does not resolve.`, [
			context.target === 'aws' ? 'Check the network and the region.' : 'Check the network and --endpoint-url.',
		]);
	const certificate = codes.find(each => isCertificate.test(each));
	if (certificate !== undefined)
		return fail('untrusted-certificate', `The certificate of ${endpoint} is not trusted (${certificate}).`, [
			'Set NODE_EXTRA_CA_CERTS to the file of its authority.',
		]);
	const found = code(unreachableCodes);
	if (found !== undefined)
		return fail('unreachable', `${endpoint} does not answer (${found}).`, [
			context.target === 'engine' ? 'Start the engine: sluice engine' : 'Check the network, and that something listens there.',
		]);
	if (cause instanceof SyntaxError || codes.includes('HPE_INVALID_CONSTANT'))
		return fail('not-aws', `What answers at ${endpoint} does not speak AWS's protocol: ${action} got something else.`, [
			'Check --endpoint-url.',
		]);
	return undefined;
}

/** Codes and names of an error, its causes and parts. At most five deep. */
function errorCodes(error: unknown, depth = 0): string[] {
	if (depth > 5 || typeof error !== 'object' || error === null) return [];
	const {code, name, cause, errors} = error as {code?: unknown; name?: unknown; cause?: unknown; errors?: unknown};
	const parts: unknown[] = [cause, ...(Array.isArray(errors) ? errors : [])];
	return [...[code, name].filter(value => typeof value === 'string'), ...parts.flatMap(part => errorCodes(part, depth + 1))];
}
