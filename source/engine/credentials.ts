import {AwsError, type Protocol} from './action.ts';
import type {Exchange} from './exchange.ts';

/** Who calls, and for which region and service, as the signature's credential scope says. */
export type Caller = {
	readonly accountId: string;
	readonly region: string;
	/** The service name that was signed for: `sqs`, `sns`, `kinesis`, `sts`. Undefined when unsigned. */
	readonly service: string | undefined;
	readonly accessKeyId: string | undefined;
	readonly isSigned: boolean;
};

/** The account of access keys that are not an account number themselves. */
export const defaultAccountId = '000000000000';
export const defaultRegion = 'us-east-1';

const anonymous: Caller = {
	accountId: defaultAccountId,
	region: defaultRegion,
	service: undefined,
	accessKeyId: undefined,
	isSigned: false,
};

/** Credential scopes repeat with every request of a client, all day long. */
const callerCountMax = 256;

export type CallerReader = (exchange: Exchange) => Caller;

/**
Reads callers from the Authorization header or the presigned query string. Signatures are not verified.

A 12-digit access key is the account, else the account is 000000000000.
*/
export function createCallerReader(): CallerReader {
	const callers = new Map<string, Caller>();
	let last: {readonly credential: string; readonly caller: Caller} | undefined;

	return exchange => {
		const authorization = exchange.header('authorization');
		// The same client as before, most of the time; not cutting the text out of the header costs a third of cutting it.
		if (last && authorization !== undefined && hasCredential(authorization, last.credential)) return last.caller;
		const credential = authorization === undefined ? presignedCredential(exchange.target) : headerCredential(authorization);
		if (credential === undefined) return authorization === undefined ? anonymous : {...anonymous, isSigned: true};
		let caller = callers.get(credential);
		if (!caller) {
			caller = readCaller(credential);
			// A scope of SigV4A (date/service/aws4_request) has no region: each request has its own, in a header.
			if (credential.split('/').length < 5) return {...caller, region: regionSet(exchange) ?? caller.region};
			if (callers.size >= callerCountMax) callers.clear();
			callers.set(credential, caller);
		}
		last = {credential, caller};
		return caller;
	};
}

/** The first region of those that SigV4A signs for; undefined when it signs for all. */
function regionSet(exchange: Exchange): string | undefined {
	const first = exchange.header('x-amz-region-set')?.split(',', 1)[0]?.trim();
	return first === undefined || first === '' || first.includes('*') ? undefined : first;
}

const credentialLabel = 'Credential=';

function hasCredential(authorization: string, credential: string): boolean {
	const start = authorization.indexOf(credentialLabel) + credentialLabel.length;
	return authorization.startsWith(credential, start) && authorization.charAt(start + credential.length) === ',';
}

/** `AKID/20261125/us-east-1/sqs/aws4_request` */
function headerCredential(authorization: string): string | undefined {
	const start = authorization.indexOf(credentialLabel);
	if (start === -1) return undefined;
	const end = authorization.indexOf(',', start);
	return authorization.slice(start + credentialLabel.length, end === -1 ? undefined : end).trim();
}

function presignedCredential(target: string): string | undefined {
	if (!target.includes('X-Amz-Credential=')) return undefined;
	return new URLSearchParams(target.slice(target.indexOf('?') + 1)).get('X-Amz-Credential') ?? undefined;
}

function readCaller(credential: string): Caller {
	const parts = credential.split('/');
	const accessKeyId = parts[0] ?? '';
	const [region, service] = parts.length >= 5 ? [parts.at(-3), parts.at(-2)] : [undefined, parts.at(-2)];
	return {
		accountId: /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccountId,
		region: region === undefined || region === '' ? defaultRegion : region,
		service,
		accessKeyId,
		isSigned: true,
	};
}

/**
What AWS says of a request whose authentication is missing or cannot be read; undefined when it can.

@see [Common errors](https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html)
*/
export function authenticationError(exchange: Exchange, protocol: Protocol): AwsError | undefined {
	const authorization = exchange.header('authorization');
	const isPresigned = exchange.target.includes('X-Amz-Algorithm=');
	if (authorization !== undefined && isPresigned) {
		return new AwsError("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.", {
			code: 'InvalidSignature',
			type: 'InvalidSignatureException',
		});
	}
	if (authorization === undefined && !isPresigned) {
		return new AwsError('Missing Authentication Token', {
			code: 'MissingAuthenticationToken',
			type: 'MissingAuthenticationTokenException',
			status: protocol === 'query' ? 403 : 400,
			queryMessage: 'Request is missing Authentication Token',
		});
	}
	const missing = authorization === undefined ? missingFromQuery(exchange.target) : missingFromHeader(exchange, authorization);
	if (missing === '') return undefined;
	return new AwsError(missing, {code: 'IncompleteSignature', type: 'IncompleteSignatureException'});
}

function missingFromHeader(exchange: Exchange, authorization: string): string {
	let missing = '';
	for (const name of ['Credential', 'Signature', 'SignedHeaders']) {
		if (!hasParameter(authorization, name)) missing += `Authorization header requires '${name}' parameter. `;
	}
	if (exchange.header('x-amz-date') === undefined && exchange.header('date') === undefined) {
		missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
	}
	return missing === '' ? '' : `${missing}Authorization=${authorization}`;
}

/** Whether a parameter stands there with a value. Asked of every request, so without a regular expression. */
function hasParameter(authorization: string, name: string): boolean {
	for (let at = authorization.indexOf(name, 1); at !== -1; at = authorization.indexOf(name, at + 1)) {
		const end = at + name.length;
		const isWhole = isSeparator(authorization.charAt(at - 1)) && authorization.charAt(end) === '=';
		if (isWhole && !isSeparator(authorization.charAt(end + 1))) return true;
	}
	return false;
}

/** The end of the header ends a parameter too. */
function isSeparator(character: string): boolean {
	return character === ' ' || character === ',' || character === '';
}

function missingFromQuery(target: string): string {
	const query = new URLSearchParams(target.slice(target.indexOf('?') + 1));
	let missing = '';
	for (const name of ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']) {
		if (!query.get(name)) missing += `AWS query-string parameters must include '${name}'. `;
	}
	return missing === '' ? '' : `${missing}Re-examine the query-string parameters.`;
}
