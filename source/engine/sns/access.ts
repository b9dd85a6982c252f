import type {AccessKeys} from '../../rules/access-condition.ts';
import {decideAccess, decideOwnerAccess} from '../../rules/access-policy.ts';
import type {AccessCaller, ActionContext} from '../action.ts';
import {authorizationError} from './errors.ts';
import {stateOf} from './owner-state.ts';
import type {SnsState} from './state.ts';
import {topicPolicy} from './topic-attributes.ts';
import type {Topic} from './topic.ts';

type Input = Readonly<Record<string, unknown>>;
type Context = ActionContext<SnsState>;

/** Links in mails and notifications are followed without a signature; their tokens and ARNs are the permission. */
const openToEveryone: ReadonlySet<string> = new Set(['ConfirmSubscription', 'Unsubscribe']);

/** What a policy that denies everyone leaves the owner, so that it can be taken back. */
const ownersOwn: ReadonlySet<string> = new Set(['GetTopicAttributes', 'SetTopicAttributes']);

/**
Throws AuthorizationError when the topic's policy keeps the caller out. The topic's own account needs no permission, and can be denied. A subscription is its own account's and its topic's.

@see [Overview of managing access in Amazon SNS](https://docs.aws.amazon.com/sns/latest/dg/sns-overview-of-managing-access.html)
*/
export function authorizeTopicAction(actionName: string, input: Input, context: Context, caller: AccessCaller): void {
	if (caller.principal.type === 'anonymous' && openToEveryone.has(actionName)) return;
	const topic = topicOf(input, context);
	if (topic) askPolicy(topic, {actionName, input, context, caller});
	else if (caller.principal.type === 'anonymous' || !isOwnSubscription(input, context))
		throw authorizationError({caller: caller.name, action: actionName, resource: textOf(input, 'SubscriptionArn') ?? '*'});
}

/** The topic that a request names, here or in another account. */
function topicOf(input: Input, context: Context): Topic | undefined {
	const arn = textOf(input, 'TopicArn') ?? textOf(input, 'ResourceArn') ?? textOf(input, 'TargetArn');
	return arn === undefined ? undefined : stateOf(context, arn).topics.get(arn);
}

/** Also true where the request names no subscription, or none that there is. */
function isOwnSubscription(input: Input, context: Context): boolean {
	const arn = textOf(input, 'SubscriptionArn');
	const state = arn === undefined ? context.state : stateOf(context, arn);
	const ownerId = arn === undefined ? undefined : state.subscriptions.get(arn)?.ownerId;
	return state === context.state || ownerId === undefined || ownerId === context.accountId;
}

function askPolicy(topic: Topic, request: {actionName: string; input: Input; context: Context; caller: AccessCaller}): void {
	const {actionName, input, context, caller} = request;
	const isOwner = caller.principal.type === 'account' && topic.ownerId === context.accountId;
	if (isOwner && ownersOwn.has(actionName)) return;
	// A batch needs the permission for its single action.
	const action = actionName === 'PublishBatch' ? 'Publish' : actionName;
	const decide = isOwner ? decideOwnerAccess : decideAccess;
	const {verdict} = decide(context.state.readPolicy(topicPolicy(topic)), {
		principal: caller.principal,
		action: `sns:${action}`,
		resource: topic.arn,
		keys: {...caller.keys, ...topicKeys(input, context, caller)},
	});
	if (verdict !== 'allowed') throw authorizationError({caller: caller.name, action, resource: topic.arn, isDenied: verdict === 'denied'});
}

/** @see [Amazon SNS policy keys](https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html) */
function topicKeys(input: Input, context: Context, caller: AccessCaller): AccessKeys {
	const keys: Record<string, string> = {};
	// What the default policy of a topic asks for.
	if (caller.principal.type === 'account') keys['aws:sourceowner'] = context.accountId;
	for (const [key, member] of [
		['sns:protocol', 'Protocol'],
		['sns:endpoint', 'Endpoint'],
	] as const) {
		const value = textOf(input, member);
		if (value !== undefined) keys[key] = value;
	}
	return keys;
}

function textOf(input: Input, member: string): string | undefined {
	const value = input[member];
	return typeof value === 'string' ? value : undefined;
}
