import {invalidValue, missingParameter} from './errors.ts';

const labelPattern = /^[\w-]{1,80}$/;
const accountIdPattern = /^\d{12}$/;

/** What AddPermission may grant; each of the three message actions includes its batch. */
const actionNames: ReadonlySet<string> = new Set([
	'*',
	'AddPermission',
	'ChangeMessageVisibility',
	'ChangeMessageVisibilityBatch',
	'CreateQueue',
	'DeleteMessage',
	'DeleteMessageBatch',
	'DeleteQueue',
	'GetQueueAttributes',
	'GetQueueUrl',
	'ListDeadLetterSourceQueues',
	'ListQueues',
	'ListQueueTags',
	'PurgeQueue',
	'ReceiveMessage',
	'RemovePermission',
	'SendMessage',
	'SendMessageBatch',
	'SetQueueAttributes',
	'TagQueue',
	'UntagQueue',
]);

/** Throws MissingParameter or InvalidParameterValue. */
export function checkPermission(permission: {label: string; accountIds: readonly string[]; actions: readonly string[]}): void {
	const {label, accountIds, actions} = permission;
	if (!labelPattern.test(label))
		throw invalidValue({
			value: label,
			parameter: 'Label',
			reason: 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
		});
	if (accountIds.length === 0) throw missingParameter('AWSAccountIds');
	if (actions.length === 0) throw missingParameter('Actions');
	for (const accountId of accountIds)
		if (!accountIdPattern.test(accountId)) throw invalidValue({value: accountId, parameter: 'PrincipalId', reason: 'Unable to verify.'});
	for (const action of actions)
		if (!actionNames.has(action))
			throw invalidValue({
				value: `SQS:${action}`,
				parameter: 'ActionName',
				// The space at the end is AWS's.
				reason: 'Please refer to the appropriate WSDL for a list of valid actions. ',
			});
}
