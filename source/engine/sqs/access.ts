import type {AccessKeys} from '../../rules/access-condition.ts';
import {decideAccess, decideOwnerAccess, type AccessDecision} from '../../rules/access-policy.ts';
import {parseArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {AccessCaller, ActionContext, AwsError} from '../action.ts';
import {accessDenied, notAuthorized} from './errors.ts';
import type {Queue} from './queue.ts';
import {requireQueue, resolveQueue, stateOf} from './queue-address.ts';
import {findQueueByArn, type SqsState} from './state.ts';

type Input = Readonly<Record<string, unknown>>;
type Context = ActionContext<SqsState>;

/** Actions that name no queue, or none that exists: they are their caller's own affair. */
const queueless: ReadonlySet<string> = new Set(['CancelMessageMoveTask', 'CreateQueue', 'ListQueues']);

/** What a policy that denies everyone leaves the owner, so that it can be taken back: on AWS the account's root has a way too. */
const ownersOwn: ReadonlySet<string> = new Set(['GetQueueAttributes', 'SetQueueAttributes']);

/**
Throws AccessDenied when the queue's policy keeps the caller out. The queue's own account needs no permission, and can be denied.

@see [Overview of managing access in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-overview-of-managing-access.html)
*/
export function authorizeQueueAction(actionName: string, input: Input, context: Context, caller: AccessCaller): void {
	const queue = queueless.has(actionName) ? undefined : queueOf(actionName, input, context);
	if (!queue) {
		if (caller.principal.type === 'anonymous') throw accessDenied(context.endpointUrl);
		return;
	}
	const isOwner = caller.principal.type === 'account' && queue.state === context.state;
	if (isOwner && ownersOwn.has(actionName)) return;
	// A batch needs the permission for its single action.
	const name = actionName.replace(/Batch$/, '');
	const decision = askPolicy(queue, {name, isOwner, caller});
	if (decision.verdict !== 'allowed') throw notAuthorized({caller: caller.name, action: name, arn: queue.arn, verdict: decision.verdict});
}

function queueOf(actionName: string, input: Input, context: Context): Queue | undefined {
	const text = (name: string): string => {
		const value = input[name];
		return typeof value === 'string' ? value : '';
	};
	switch (actionName) {
		case 'GetQueueUrl':
			return requireQueue(stateOf(context, text('QueueOwnerAWSAccountId') || context.accountId), text('QueueName'));
		case 'StartMessageMoveTask':
		case 'ListMessageMoveTasks':
			return findQueueByArn(context.state, text('SourceArn'));
		default:
			return resolveQueue(context, text('QueueUrl'));
	}
}

function askPolicy(queue: Queue, options: {name: string; isOwner: boolean; caller: AccessCaller}): AccessDecision {
	const {name, isOwner, caller} = options;
	const policy = queue.state.readPolicy(queue.settings.policy);
	const request = {principal: caller.principal, action: `sqs:${name}`, resource: queue.arn, keys: caller.keys};
	return isOwner ? decideOwnerAccess(policy, request) : decideAccess(policy, request);
}

/** What SQS answers when the queue's policy does not let SNS send what comes from this topic; undefined when it does. */
export function refuseTopic(queue: Queue, topicArn: string, nowMs: EpochMs): AwsError | undefined {
	const name = 'sns.amazonaws.com';
	const caller: AccessCaller = {principal: {type: 'service', name}, name, keys: serviceKeys(name, topicArn, nowMs)};
	const {verdict} = askPolicy(queue, {name: 'SendMessage', isOwner: false, caller});
	return verdict === 'allowed' ? undefined : notAuthorized({caller: name, action: 'SendMessage', arn: queue.arn, verdict});
}

function serviceKeys(service: string, sourceArn: string, nowMs: EpochMs): AccessKeys {
	return {
		'aws:sourcearn': sourceArn,
		'aws:sourceaccount': parseArn(sourceArn)?.accountId ?? '',
		'aws:principalisawsservice': 'true',
		'aws:principalservicename': service,
		'aws:securetransport': 'true',
		'aws:currenttime': new Date(nowMs).toISOString(),
		'aws:epochtime': String(Math.floor(nowMs / 1000)),
	};
}
