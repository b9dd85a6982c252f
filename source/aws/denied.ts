import {SluiceError} from '../shared/errors.ts';
import type {Failure, Thrown} from './errors.ts';

const deniedNames = ['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'AuthorizationErrorException', 'NotAuthorized'];

const kmsNames = ['KmsAccessDenied', 'KMS.AccessDeniedException', 'KMSAccessDenied', 'KMSAccessDeniedException'];

/** What AWS's sentence says was missing. */
export type Denial = {
	/** `kinesis:ListShards` */
	readonly permission?: string;
	readonly resource?: string;
	/** `no identity-based policy allows the kinesis:ListShards action`, or `an explicit deny in a service control policy` */
	readonly reason?: string;
};

/** Reads `User: … is not authorized to perform: sqs:x on resource: arn:… because …`. */
export function parseDenial(message: string): Denial {
	const permission = /not authorized to perform:? ([\w-]+:\w+)/i.exec(message)?.[1];
	const resource = /on resource:? (\S+)/i.exec(message)?.[1]?.replace(/[.,;]$/, '');
	const reason = /\b(?:because|with) (an? [^.]+|no [^.]+)/i.exec(message)?.[1]?.trim();
	return {...(permission && {permission}), ...(resource && {resource}), ...(reason && {reason})};
}

export function deniedError(thrown: Thrown, failure: Failure): SluiceError | undefined {
	const {call, cause, message, names} = thrown;
	if (names.some(name => kmsNames.includes(name)))
		return new SluiceError(`The key of ${failure.about ?? 'this queue or stream'} may not be used by you.`, {
			code: 'kms-denied',
			nextSteps: ['Ask for kms:Decrypt (to read) and kms:GenerateDataKey (to send) on its key.'],
			call,
			cause,
		});
	if (!names.some(name => deniedNames.includes(name))) return undefined;
	const denial = parseDenial(message);
	const permission = denial.permission ?? `${failure.service}:${failure.action}`;
	const resource = denial.resource ?? failure.about;
	const nextSteps = [`Ask for the permission ${permission}${resource === undefined ? '' : ` on ${resource}`}.`];
	if (denial.reason !== undefined) nextSteps.push(`AWS's reason: ${denial.reason}.`);
	if (/encoded authorization failure message/i.test(message))
		nextSteps.push('AWS encoded the reason; sts:DecodeAuthorizationMessage reads it.');
	return new SluiceError(`You may not ${permission}${resource === undefined ? '' : ` on ${resource}`}.`, {
		code: 'denied',
		nextSteps,
		call,
		cause,
	});
}
