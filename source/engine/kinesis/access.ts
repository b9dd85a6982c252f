import {decideAccess, decideOwnerAccess} from '../../rules/access-policy.ts';
import {formatArn, parseArn} from '../../shared/arn.ts';
import type {AccessCaller, ActionContext} from '../action.ts';
import {accessDenied} from './errors.ts';
import type {KinesisState} from './state.ts';

type Input = Readonly<Record<string, unknown>>;
type Context = ActionContext<KinesisState>;

/**
What one account may do with another's stream or consumer, named by its ARN. All else is its own account's.

@see [Sharing your data stream with another account](https://docs.aws.amazon.com/streams/latest/dev/resource-based-policy-examples.html)
*/
const sharedActions: ReadonlySet<string> = new Set([
	'DescribeStreamConsumer',
	'DescribeStreamSummary',
	'GetRecords',
	'GetShardIterator',
	'ListShards',
	'PutRecord',
	'PutRecords',
	'SubscribeToShard',
]);

/** What a policy that denies everyone leaves the owner, so that it can be taken back. */
const ownersOwn: ReadonlySet<string> = new Set(['DeleteResourcePolicy', 'GetResourcePolicy', 'PutResourcePolicy']);

/** The account whose stream or consumer a request names by ARN, for what accounts may do with each other's. */
export function sharedAccountId(actionName: string, input: Input): string | undefined {
	if (!sharedActions.has(actionName)) return undefined;
	const arn = textOf(input, 'ConsumerARN') ?? textOf(input, 'StreamARN');
	return arn === undefined ? undefined : parseArn(arn)?.accountId;
}

/** Throws AccessDeniedException when the policy of the stream or consumer keeps the caller out. Its own account needs no permission, and can be denied. */
export function authorizeStreamAction(actionName: string, input: Input, context: Context, caller: AccessCaller): void {
	const arn = resourceArn(input, context);
	if (arn === undefined) return;
	const {principal} = caller;
	const isOwner = principal.type === 'account' && principal.accountId === context.accountId;
	if (isOwner && ownersOwn.has(actionName)) return;
	const {state} = context;
	const action = `kinesis:${actionName}`;
	const decide = isOwner ? decideOwnerAccess : decideAccess;
	const {verdict} = decide(state.readPolicy(state.policies.get(arn)), {principal, action, resource: arn, keys: caller.keys});
	if (verdict === 'allowed') return;
	// Assumed: the words are IAM's for all services.
	const reason =
		verdict === 'denied'
			? 'with an explicit deny in a resource-based policy'
			: `because no resource-based policy allows the ${action} action`;
	throw accessDenied(`User: ${caller.name} is not authorized to perform: ${action} on resource: ${arn} ${reason}`);
}

/** Undefined for actions that name neither a stream nor a consumer. */
function resourceArn(input: Input, {state, accountId, region, nowMs}: Context): string | undefined {
	const arn = textOf(input, 'ConsumerARN') ?? textOf(input, 'StreamARN') ?? textOf(input, 'ResourceARN');
	if (arn !== undefined) return arn;
	const iterator = textOf(input, 'ShardIterator');
	const name = iterator === undefined ? textOf(input, 'StreamName') : state.iterators.read(iterator, nowMs).streamName;
	return name === undefined ? undefined : formatArn({service: 'kinesis', region, accountId, resource: `stream/${name}`});
}

function textOf(input: Input, member: string): string | undefined {
	const value = input[member];
	return typeof value === 'string' ? value : undefined;
}
