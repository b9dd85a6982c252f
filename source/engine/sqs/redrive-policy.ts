import {parseArn} from '../../shared/arn.ts';
import type {AwsError} from '../action.ts';
import {invalidValue} from './errors.ts';
import type {RedriveAllowPolicy, RedrivePolicy} from './settings.ts';
import {findQueueByArn, type SqsState} from './state.ts';

const maxReceiveCountMax = 1000;
const sourceQueueArnsMax = 10;

/**
Reads a RedrivePolicy and checks that its dead-letter queue exists, is of the same type, and lets this queue use it.

@param source The queue that gets the policy; it may not exist yet.
*/
export function parseRedrivePolicy(state: SqsState, text: string, source: {arn: string; isFifo: boolean}): RedrivePolicy {
	const refuse = (reason: string): AwsError => invalidValue({value: text, parameter: 'RedrivePolicy', reason});
	const policy = parseObject(text);
	if (!policy) throw refuse('Redrive policy is not a valid JSON map.');
	for (const name of ['deadLetterTargetArn', 'maxReceiveCount'])
		if (policy[name] === undefined) throw refuse(`Redrive policy does not contain mandatory attribute: ${name}.`);
	if (Object.keys(policy).length > 2) throw refuse('Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].');
	const {deadLetterTargetArn, maxReceiveCount} = policy;
	if (!isCount(maxReceiveCount))
		throw refuse(`Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to 1000 both inclusive.`);
	if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs')
		throw refuse('Invalid value for deadLetterTargetArn.');
	checkTarget(state, deadLetterTargetArn, {source, refuse});
	return {text, deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount)};
}

function isCount(value: unknown): boolean {
	if (typeof value !== 'number' && !(typeof value === 'string' && /^\d+$/.test(value))) return false;
	const count = Number(value);
	return Number.isInteger(count) && count >= 1 && count <= maxReceiveCountMax;
}

function checkTarget(
	state: SqsState,
	targetArn: string,
	options: {source: {arn: string; isFifo: boolean}; refuse: (reason: string) => AwsError},
): void {
	const {source, refuse} = options;
	const target = findQueueByArn(state, targetArn);
	if (!target) throw refuse('Dead letter target does not exist.');
	if (target.arn === source.arn) throw refuse('Dead-letter queue must not be the source queue itself.');
	if (target.isFifo !== source.isFifo) throw refuse('Dead-letter queue must be same type of queue as the source.');
	if (!allowsSource(target.settings.redriveAllowPolicy, source.arn))
		throw refuse(`Queue ${source.arn} is not allowed to use the dead-letter queue ${target.arn}.`);
}

function allowsSource(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
	if (!policy || policy.permission === 'allowAll') return true;
	return policy.permission === 'byQueue' && policy.sourceQueueArns.includes(sourceArn);
}

/** Reads a RedriveAllowPolicy. */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy {
	const refuse = (reason: string): AwsError => invalidValue({value: text, parameter: 'RedriveAllowPolicy', reason});
	const policy = parseObject(text);
	if (!policy) throw refuse('Redrive allow policy is not a valid JSON map.');
	const {redrivePermission: permission, sourceQueueArns} = policy;
	if (permission === undefined) throw refuse('Redrive allow policy does not contain mandatory attribute: redrivePermission.');
	if (permission !== 'allowAll' && permission !== 'denyAll' && permission !== 'byQueue')
		throw refuse('Invalid value for redrivePermission, valid values are: [allowAll, denyAll, byQueue].');
	if (permission !== 'byQueue') {
		if (sourceQueueArns !== undefined) throw refuse('sourceQueueArns can only be specified when redrivePermission is byQueue.');
		return {text, permission, sourceQueueArns: []};
	}
	if (!isArnList(sourceQueueArns)) throw refuse('Invalid value for sourceQueueArns.');
	return {text, permission, sourceQueueArns};
}

function isArnList(value: unknown): value is readonly string[] {
	if (!Array.isArray(value) || value.length === 0 || value.length > sourceQueueArnsMax) return false;
	return value.every(arn => typeof arn === 'string' && parseArn(arn)?.service === 'sqs');
}

/** The members of a JSON object; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
		// An object that is no array has only named members.
		return value as Readonly<Record<string, unknown>>;
	} catch {
		// The caller words the refusal.
		return undefined;
	}
}
