/** The actions that a topic's owner may do by default, and that AddPermission accepts (with `Receive`). */
export const topicActions = [
	'GetTopicAttributes',
	'SetTopicAttributes',
	'AddPermission',
	'RemovePermission',
	'DeleteTopic',
	'Subscribe',
	'ListSubscriptionsByTopic',
	'Publish',
] as const;

/**
The access policy of a topic that was given none: its owner may do everything.

@see [Amazon SNS default access policy](https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html)
*/
export function defaultTopicPolicy(topicArn: string, ownerId: string): string {
	return JSON.stringify({
		Version: '2008-10-17',
		Id: '__default_policy_ID',
		Statement: [
			{
				Sid: '__default_statement_ID',
				Effect: 'Allow',
				Principal: {AWS: '*'},
				Action: topicActions.map(action => `SNS:${action}`),
				Resource: topicArn,
				Condition: {StringEquals: {'AWS:SourceOwner': ownerId}},
			},
		],
	});
}
