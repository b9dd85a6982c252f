import {SluiceError} from '../shared/errors.ts';
import type {Failure, Thrown} from './errors.ts';
import {regions, serviceHost} from './regions.ts';

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
export function networkError(thrown: Thrown, failure: Failure): SluiceError | undefined {
	const {call, cause} = thrown;
	const {action, context} = failure;
	const codes = errorCodes(cause);
	const {host, steps} = reachedAt(failure);
	const fail = (code: string, sentence: string, nextSteps: readonly string[]): SluiceError =>
		new SluiceError(sentence, {code, nextSteps: [...nextSteps, ...steps], call, cause});
	const code = (wanted: readonly string[]): string | undefined => wanted.find(each => codes.includes(each));

	const unknown = code(unknownHostCodes);
	if (unknown !== undefined) return fail('unreachable', `Cannot reach ${host} (${unknown}).`, [unknownHostStep(failure)]);
	const certificate = codes.find(each => isCertificate.test(each));
	if (certificate !== undefined)
		return fail('untrusted-certificate', `The certificate of ${host} is not trusted (${certificate}).`, [
			'Set AWS_CA_BUNDLE, or ca_bundle of the profile, to the file of its authority.',
		]);
	if (codes.includes('ERR_PROXY_TUNNEL'))
		return fail('unreachable', `The proxy${context.proxy ? ` ${context.proxy.host}` : ''} opens no way to ${host}.`, [
			'Ask for it to be allowed there, or name the host in NO_PROXY.',
		]);
	const found = code(unreachableCodes);
	if (found !== undefined)
		return fail('unreachable', `Cannot reach ${host} (${found}).`, [
			context.target === 'engine' ? 'Start the engine: sluice engine' : 'Check the network, and that something listens there.',
		]);
	if (cause instanceof SyntaxError || codes.includes('HPE_INVALID_CONSTANT'))
		return fail('not-aws', `What answers at ${host} does not speak AWS's protocol: ${action} got something else.`, ['Check the endpoint.']);
	return undefined;
}

/** Where a service was looked for, and what to know about that address. */
function reachedAt({context, service}: Failure): {readonly host: string; readonly steps: readonly string[]} {
	const configured = context.endpoints?.[service];
	const byHand = context.endpoints === undefined ? context.endpointUrl : undefined;
	const steps: string[] = [];
	if (configured) steps.push(`The endpoint comes from ${configured.origin}.`);
	else if (byHand !== undefined && context.target === 'endpoint') steps.push('The endpoint was given by hand, as with --endpoint-url.');
	if (context.proxy) steps.push(`Requests go through ${context.proxy.variable} (${context.proxy.host}).`);
	return {host: configured?.url ?? byHand ?? serviceHost(service, context.region), steps};
}

function unknownHostStep({context, service}: Failure): string {
	const isAws = context.endpoints?.[service] === undefined && context.target === 'aws';
	if (!isAws) return 'Check the network and the name of the host.';
	if (regions.includes(context.region)) return 'Check the network. Not every region has every service.';
	return `Check the region: ${context.region} is none that sluice knows.`;
}

/** Codes and names of an error, its causes and parts. At most five deep. */
function errorCodes(error: unknown, depth = 0): string[] {
	if (depth > 5 || typeof error !== 'object' || error === null) return [];
	const {code, name, cause, errors} = error as {code?: unknown; name?: unknown; cause?: unknown; errors?: unknown};
	const parts: unknown[] = [cause, ...(Array.isArray(errors) ? errors : [])];
	return [...[code, name].filter(value => typeof value === 'string'), ...parts.flatMap(part => errorCodes(part, depth + 1))];
}
