import {SluiceError} from '../shared/errors.ts';
import type {Failure, Thrown} from './errors.ts';

const providerNames = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'];

const expiredNames = [
	'ExpiredToken',
	'ExpiredTokenException',
	'TokenRefreshRequired',
	'UnauthorizedException',
	'UnauthorizedSSOTokenError',
];

const badKeyNames = [
	'InvalidClientTokenId',
	'UnrecognizedClientException',
	'InvalidAccessKeyId',
	'AuthFailure',
	'MissingAuthenticationToken',
	'MissingAuthenticationTokenException',
	'IncompleteSignature',
	'IncompleteSignatureException',
	'OptInRequired',
];

const signatureNames = ['SignatureDoesNotMatch', 'InvalidSignatureException', 'RequestTimeTooSkewed', 'RequestExpired'];

const isLogin = /sso|expired|aws login|refresh/i;

const isSkew = /signature expired|not yet current|is now earlier|is now later|request time|skew/i;

/** Everything that has to do with who asks: no login, an old one, a wrong key, a wrong clock. The SDK's own text may name files, never secrets; it is not passed on. */
export function credentialsError(thrown: Thrown, {context}: Failure): SluiceError | undefined {
	const {call, cause, message, names} = thrown;
	const has = (list: readonly string[]): boolean => names.some(name => list.includes(name));
	const profile = context.profile === undefined ? '' : ` --profile ${context.profile}`;
	const fail = (code: string, sentence: string, nextSteps: readonly string[]): SluiceError =>
		new SluiceError(sentence, {code, nextSteps, call, cause});

	if (/multifactorauthentication failed|mfa.*pass code/i.test(message))
		return fail('mfa-failed', 'AWS does not accept this MFA code.', ['Wait for the next code of the device and try again.']);
	if (/requires multi-?factor|mfa token code|mfaCodeProvider/i.test(message))
		return fail('mfa-needed', `The login of ${context.name} needs an MFA code.`, ['Run sluice on a terminal: it asks for the code.']);
	if (has(expiredNames) || (has(providerNames) && isLogin.test(message)))
		return fail('login-expired', `The login of ${context.name} has ended.`, [
			`Log in again: aws sso login${profile}`,
			'Then try again; nothing was lost.',
		]);
	if (has(providerNames))
		return fail('no-credentials', `No credentials were found for ${context.name}.`, [
			`Log in: aws sso login${profile}, or aws configure${profile}`,
			'Or work without AWS: sluice --local.',
		]);
	if (has(badKeyNames))
		return fail('bad-credentials', `AWS does not know the access key of ${context.name}, or ${context.region} is not enabled for it.`, [
			`Check who you are: aws sts get-caller-identity${profile}`,
		]);
	if (!has(signatureNames)) return undefined;
	if (isSkew.test(message) || has(['RequestTimeTooSkewed', 'RequestExpired']))
		return fail('clock-skew', skewSentence(message), ['Set the clock (timedatectl status) and try again.']);
	return fail('bad-credentials', `AWS does not accept the signature of ${context.name}: the secret key is wrong.`, [
		`Check who you are: aws sts get-caller-identity${profile}`,
	]);
}

/** AWS tells the time of the request and its own: `Signature expired: 20261125T031204Z is now earlier than 20261125T031404Z (20261125T031904Z - 5 min.)`. */
function skewSentence(message: string): string {
	const sentMs = parseStamp(/: (\d{8}T\d{6}Z) is/.exec(message)?.[1]);
	const awsMs = parseStamp(/\((\d{8}T\d{6}Z) [-+]/.exec(message)?.[1]);
	const minutes = Math.round(Math.abs(awsMs - sentMs) / 60_000);
	if (Number.isNaN(minutes)) return "This machine's clock differs too much from AWS's.";
	return `This machine is ${minutes} min ${awsMs > sentMs ? 'behind' : 'ahead of'} AWS.`;
}

function parseStamp(stamp: string | undefined): number {
	return Date.parse((stamp ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
